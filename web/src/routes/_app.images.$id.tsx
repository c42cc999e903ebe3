/** `/images/$id`. */
import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/images/$id")({
  component: () => <h1 className="p-5 text-xl font-semibold">Image</h1>,
});
