/** `/upload`. */
import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/upload")({
  component: () => <h1 className="p-5 text-xl font-semibold">Upload</h1>,
});
