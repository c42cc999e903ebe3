/** One candidate with its evidence, the verdicts, and those that come next. */
import { ErrorPanel } from "@/components/ErrorPanel";
import { useCan } from "@/api/session";
import { Candidate } from "@/features/anomalies/Candidate";
import { Evidence } from "@/features/anomalies/Evidence";
import { Filmstrip } from "@/features/anomalies/Filmstrip";
import type { Anomaly, Change, Question, Run } from "@/features/anomalies/question";
import { QueueSkeleton } from "@/features/anomalies/QueueSkeleton";
import { Reviews } from "@/features/anomalies/Reviews";
import { usePreload } from "@/features/anomalies/usePreload";
import { type Place, type Queue, usePlace } from "@/features/anomalies/useQueue";
import { type Review, useReview } from "@/features/anomalies/useReview";
import { VerdictBar } from "@/features/anomalies/VerdictBar";
import { count } from "@/lib/format";

interface Props {
  question: Question;
  change: Change;
  queue: Queue;
}

export function QueueView({ question, change, queue }: Props) {
  const place = usePlace(question, queue);
  const review = useReview(question, change, place);
  usePreload(place.next);
  if (place.isLoading) return <QueueSkeleton />;
  const { current } = place;
  return (
    <div className="flex flex-col gap-4">
      {current && queue.run ? (
        <One {...{ question, change, queue, place, review, current, run: queue.run }} />
      ) : (
        <ErrorPanel error={place.error} onRetry={place.refetch} />
      )}
    </div>
  );
}

interface OneProps extends Props {
  place: Place;
  review: Review;
  current: Anomaly;
  run: Run;
}

function One({ question, change, queue, place, review, current, run }: OneProps) {
  const isEditor = useCan("editor");
  const id = current.image.image_id;
  const first = Math.max(0, place.index);
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_25rem]">
      <section aria-label="Candidate" className="flex min-w-0 flex-col gap-3">
        <Candidate anomaly={current} where={whereIn(queue, place)} />
        {isEditor && <VerdictBar anomaly={current} review={review} isLast={!place.next} />}
        <Filmstrip items={queue.items} first={first} currentId={id} onChoose={(next) => change({ i: next }, true)} />
      </section>
      <section aria-label="Evidence" className="flex min-w-0 flex-col gap-4">
        <Evidence anomaly={current} run={run} />
        <Reviews anomaly={current} dataset={question.dataset} />
      </section>
    </div>
  );
}

function whereIn({ items, hasMore }: Queue, { index }: Place): string {
  if (index < 0) return "not in this queue";
  return `${count(index + 1)} of ${count(items.length)}${hasMore ? " or more" : ""}`;
}
