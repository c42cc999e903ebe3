/** `/search`. */
import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/search")({
  component: () => <h1 className="p-5 text-xl font-semibold">Search</h1>,
});
