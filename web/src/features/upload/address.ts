/** What `/upload` keeps in its address: which files are listed. */
import * as v from "valibot";

import { TABS } from "@/features/upload/uploadFile";
import { may } from "@/lib/address";

export const uploadSearch = v.object({ batch: may(v.picklist(TABS)) });
