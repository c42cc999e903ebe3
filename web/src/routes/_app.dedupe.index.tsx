/** `/dedupe/`. */
import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/dedupe/")({
  component: () => <h1 className="p-5 text-xl font-semibold">Duplicates</h1>,
});
