/** `/anomalies`. */
import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";

import { AnomaliesPage } from "@/features/anomalies/AnomaliesPage";
import { type Change, questionSchema } from "@/features/anomalies/question";

export const Route = createFileRoute("/_app/anomalies")({
  validateSearch: questionSchema,
  component: Anomalies,
});

function Anomalies() {
  const question = Route.useSearch();
  const navigate = Route.useNavigate();
  const change: Change = useCallback(
    (patch, replace = false) => void navigate({ search: (now) => ({ ...now, ...patch }), replace, resetScroll: false }),
    [navigate],
  );
  return <AnomaliesPage key={question.dataset ?? ""} question={question} change={change} />;
}
