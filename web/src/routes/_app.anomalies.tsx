/** `/anomalies`. */
import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/anomalies")({
  component: () => <h1 className="p-5 text-xl font-semibold">Anomalies</h1>,
});
