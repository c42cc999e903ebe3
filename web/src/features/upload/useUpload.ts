/** The upload of whoever is logged in, for components; null for the moment until their finished files are read. */
import { useEffect, useState } from "react";

import type { User } from "@/api/session";
import { openedOf, type Upload, uploadOf } from "@/features/upload/uploads";

export function useUpload(user: User): Upload | null {
  const [upload, setUpload] = useState(() => openedOf(user));
  useEffect(() => {
    let isHere = true;
    void uploadOf(user).then((opened) => isHere && setUpload(opened));
    return () => {
      isHere = false;
    };
  }, [user]);
  return upload;
}
