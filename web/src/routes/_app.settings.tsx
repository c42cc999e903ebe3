/** `/settings`. */
import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/settings")({
  component: () => <h1 className="p-5 text-xl font-semibold">Settings</h1>,
});
