/** How far people are with what the method flags: counts, tonight's budget, and how well they agree. */
import { useQuery } from "@tanstack/react-query";

import type { components } from "@/api/schema";
import { useCan } from "@/api/session";
import { ErrorPanel } from "@/components/ErrorPanel";
import { progressOf } from "@/features/anomalies/answers";
import { BudgetEditor } from "@/features/anomalies/BudgetEditor";
import { methodOf, type Question, type Verdict } from "@/features/anomalies/question";
import { agreementIn, figure, VERDICT_NAMES } from "@/features/anomalies/words";
import { count, counted } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { ProgressBar } from "@/ui/ProgressBar";
import { Skeleton } from "@/ui/Skeleton";

type Progress = components["schemas"]["ReviewProgressOut"];

const VERDICTS = ["defect", "normal", "unsure"] as const satisfies readonly Verdict[];
const TONES = { defect: "bad", normal: "good", unsure: "plain" } as const;

export function Standing({ question }: { question: Question }) {
  const answer = useQuery(progressOf(question.dataset, methodOf(question)));
  if (answer.isPending) return <Skeleton className="h-12" />;
  if (!answer.data) return <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />;
  return <Numbers progress={answer.data} dataset={question.dataset} />;
}

function Numbers({ progress, dataset }: { progress: Progress; dataset: string | undefined }) {
  const { flagged, reviewed, left, tonight, budget } = progress;
  const isEditor = useCan("editor");
  return (
    <section
      aria-label="How far the review is"
      className="flex flex-wrap items-center gap-x-6 gap-y-2 rounded-card border border-line bg-surface px-4 py-2 text-sm"
    >
      <Number value={flagged} name="flagged" />
      <Number value={reviewed} name="reviewed" />
      <Number value={left} name="left" />
      <span className="flex items-center gap-2">
        <Number value={tonight} name={`to look at tonight, of a budget of ${count(budget)}`} />
        {isEditor && <BudgetEditor budget={budget} dataset={dataset} />}
      </span>
      <span className="flex flex-wrap gap-1.5 empty:hidden">
        {VERDICTS.filter((verdict) => progress.by_verdict[verdict]).map((verdict) => (
          <Badge key={verdict} tone={TONES[verdict]}>
            {VERDICT_NAMES[verdict]} {count(progress.by_verdict[verdict] ?? 0)}
          </Badge>
        ))}
      </span>
      <Agreement {...progress} />
      {flagged > 0 && (
        <div className="min-w-40 flex-1">
          <ProgressBar
            label={`Reviewed ${count(reviewed)} of ${count(flagged)}`}
            share={reviewed / flagged}
            isLabelHidden
          />
        </div>
      )}
    </section>
  );
}

function Number({ value, name }: { value: number; name: string }) {
  return (
    <span>
      <strong className="text-base tabular-nums">{count(value)}</strong> <span className="text-quiet">{name}</span>
    </span>
  );
}

function Agreement({ agreement, pairs }: Pick<Progress, "agreement" | "pairs">) {
  if (agreement === null) return null;
  return (
    <span className="text-quiet" title="Cohen's kappa: 1 is always the same word, 0 what chance would give">
      agreement <strong className="text-ink tabular-nums">{figure(agreement)}</strong> ({agreementIn(agreement)}), from{" "}
      {counted(pairs, "pair")} of verdicts
    </span>
  );
}
