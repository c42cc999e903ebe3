/** The anomalies of a dataset: how far people are, the queue or the list, and what fails quality checks. */
import { lazy, Suspense } from "react";

import { useCan } from "@/api/session";
import { ErrorPanel } from "@/components/ErrorPanel";
import { NothingHere } from "@/features/anomalies/NothingHere";
import { PageHead } from "@/features/anomalies/PageHead";
import { QualityPanel } from "@/features/anomalies/QualityPanel";
import type { Change, Question } from "@/features/anomalies/question";
import { QueueSkeleton } from "@/features/anomalies/QueueSkeleton";
import { QueueView } from "@/features/anomalies/QueueView";
import { ScoringBar } from "@/features/anomalies/ScoringBar";
import { Standing } from "@/features/anomalies/Standing";
import { Toolbar } from "@/features/anomalies/Toolbar";
import { type Queue, useQueue } from "@/features/anomalies/useQueue";
import { type Scoring, useScoring } from "@/features/anomalies/useScoring";
import { useTitle } from "@/lib/title";

const ListView = lazy(() => import("@/features/anomalies/ListView"));

interface Props {
  question: Question;
  change: Change;
}

export function AnomaliesPage({ question, change }: Props) {
  useTitle("Anomalies");
  const queue = useQueue(question);
  const scoring = useScoring(question.dataset, { jobId: queue.run?.job_id, isNeverScored: queue.isNeverScored });
  const isScored = queue.run?.enough === true;
  return (
    <div className="mx-auto flex w-full max-w-400 flex-col gap-4 p-4 sm:p-5">
      <PageHead question={question} change={change} run={queue.run} scoring={scoring} />
      <Toolbar question={question} change={change} />
      <ScoringBar scoring={scoring} />
      {isScored && <Standing question={question} />}
      <Content {...{ question, change, queue, scoring }} />
      <QualityPanel question={question} change={change} />
    </div>
  );
}

function Content(props: Props & { queue: Queue; scoring: Scoring }) {
  const { question, change, queue } = props;
  const isEditor = useCan("editor");
  if (queue.isLoading) return <QueueSkeleton />;
  if (queue.error && !queue.run) return <ErrorPanel error={queue.error} onRetry={queue.refetch} />;
  if (isEmpty(question, queue) || !queue.run) return <NothingHere {...props} mayScore={isEditor} />;
  if (question.view !== "list") return <QueueView {...{ question, change, queue }} />;
  return (
    <Suspense fallback={<QueueSkeleton />}>
      <ListView {...{ question, change, queue, run: queue.run }} />
    </Suspense>
  );
}

/** Nothing to show: an image that is named is shown even where the queue is empty. */
function isEmpty({ i, view }: Question, { items, run }: Queue): boolean {
  const isNamed = i !== undefined && view !== "list" && run?.enough === true;
  return items.length === 0 && !isNamed;
}
