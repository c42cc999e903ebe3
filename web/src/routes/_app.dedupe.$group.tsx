/** `/dedupe/$group`. */
import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/dedupe/$group")({
  component: () => <h1 className="p-5 text-xl font-semibold">Duplicate group</h1>,
});
