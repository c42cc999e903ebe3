/** `/upload`. */
import { createFileRoute } from "@tanstack/react-router";

import { uploadSearch } from "@/features/upload/address";
import { UploadPage } from "@/features/upload/UploadPage";

export const Route = createFileRoute("/_app/upload")({ validateSearch: uploadSearch, component: Upload });

function Upload() {
  const { batch } = Route.useSearch();
  return <UploadPage tab={batch ?? "all"} />;
}
