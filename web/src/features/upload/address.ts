/** What `/upload` keeps in its address: which files are listed. */
import * as z from "zod/mini";

import { TABS } from "@/features/upload/uploadFile";

export const uploadSearch = z.object({ batch: z.catch(z.optional(z.enum(TABS)), undefined) });
