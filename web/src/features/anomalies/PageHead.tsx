/** The title, when the scores are from, and what can be done with all of them. */
import { Gauge, LayoutList, ScanEye } from "lucide-react";

import { useCan } from "@/api/session";
import { ExportButton } from "@/features/anomalies/ExportButton";
import type { Change, Question, Run } from "@/features/anomalies/question";
import type { Scoring } from "@/features/anomalies/useScoring";
import { counted, dateTime } from "@/lib/format";
import { Button } from "@/ui/Button";

interface Props {
  question: Question;
  change: Change;
  run: Run | undefined;
  scoring: Scoring;
}

export function PageHead({ question, change, run, scoring }: Props) {
  const isEditor = useCan("editor");
  const isList = question.view === "list";
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">Anomalies</h1>
        <p className="min-h-5 text-sm text-quiet">{run ? standOf(run) : ""}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-pressed={isList} onClick={() => change({ view: isList ? undefined : "list" })}>
          {isList ? <ScanEye aria-hidden size={16} /> : <LayoutList aria-hidden size={16} />}
          {isList ? "One by one" : "As a list"}
        </Button>
        {run && <ExportButton question={question} />}
        {isEditor && (
          <Button disabled={scoring.isRunning} onClick={() => void scoring.begin()}>
            <Gauge aria-hidden size={16} /> {scoring.isRunning ? "Scoring …" : "Score now"}
          </Button>
        )}
      </div>
    </div>
  );
}

function standOf({ scored, finished_at, exact, references }: Run): string {
  const how = exact ? "" : ", compared nearly exactly";
  const known = references > 0 ? `; ${counted(references, "image")} known to be normal` : "";
  return `${counted(scored, "image")} scored ${dateTime(finished_at)}${how}${known}`;
}
