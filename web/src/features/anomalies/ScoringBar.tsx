/** A scoring that is under way, with what can be done about it; or why the last one ended early. */
import { Pause, Play, X } from "lucide-react";
import { useEffect, useRef } from "react";

import { useCan } from "@/api/session";
import type { Scoring, Told } from "@/features/anomalies/useScoring";
import { announce } from "@/lib/announce";
import { count, counted } from "@/lib/format";
import { Button } from "@/ui/Button";
import { ProgressBar } from "@/ui/ProgressBar";

export function ScoringBar({ scoring }: { scoring: Scoring }) {
  const { told, isRunning, isPaused, order } = scoring;
  const isEditor = useCan("editor");
  useWord(told);
  if (told?.status === "error")
    return (
      <p role="status" className="rounded-card border border-warn bg-warn-soft px-4 py-3 text-sm">
        <strong className="text-warn">The scoring ended early.</strong> {told.message} The scores from before stay in
        place.
      </p>
    );
  if (!isRunning || !told) return null;
  return (
    <section
      aria-label="Scoring"
      className="flex flex-wrap items-center gap-3 rounded-card border border-accent bg-accent-soft px-4 py-3"
    >
      <div className="min-w-48 flex-1">
        <ProgressBar label={labelOf(told, isPaused)} share={told.total > 0 ? told.progress : null} />
      </div>
      {isEditor && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => void order(isPaused ? "resume" : "pause")}>
            {isPaused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
            {isPaused ? "Resume" : "Pause"}
          </Button>
          <Button size="small" onClick={() => void order("cancel")}>
            <X aria-hidden size={14} /> Cancel, keep the old scores
          </Button>
        </div>
      )}
    </section>
  );
}

function labelOf({ scored, total, message }: Told, isPaused: boolean): string {
  const far = total > 0 ? `${count(scored)} of ${counted(total, "image")}` : "starting";
  return `${isPaused ? "Scoring is paused" : "Scoring"}: ${far}${message ? `, ${message}` : ""}`;
}

/** Said once when it begins, and once when it ends. */
function useWord(told: Told | undefined): void {
  const before = useRef<Told["status"]>(undefined);
  const status = told?.status;
  const flagged = told?.flagged ?? 0;
  useEffect(() => {
    if (status === "scoring") announce("Scoring has begun");
    if (status === "complete" && before.current === "scoring")
      announce(`Scoring is done: ${counted(flagged, "image")} flagged`);
    before.current = status;
  }, [status, flagged]);
}
