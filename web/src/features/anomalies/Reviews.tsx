/** What people said of the candidate. Whoever is to judge sees it only after an own verdict: no bias. */
import { useQuery } from "@tanstack/react-query";

import { useCan, useSession } from "@/api/session";
import { ErrorPanel } from "@/components/ErrorPanel";
import { reviewsOf } from "@/features/anomalies/answers";
import type { Anomaly, Review } from "@/features/anomalies/question";
import { VERDICT_NAMES } from "@/features/anomalies/words";
import { counted, dateTime } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { Skeleton } from "@/ui/Skeleton";

interface Props {
  anomaly: Anomaly;
  dataset: string | undefined;
}

const TONES = { defect: "bad", normal: "good", unsure: "plain" } as const;

export function Reviews({ anomaly, dataset }: Props) {
  const isEditor = useCan("editor");
  const userId = useSession(({ user }) => user?.userId);
  const standing = anomaly.reviews.filter((one) => one.verdict !== null);
  const hasJudged = standing.some((one) => one.reviewer === userId);
  const others = standing.filter((one) => one.reviewer !== userId).length;
  if (standing.length === 0) return null;
  return (
    <div>
      <h2 className="mb-1.5 font-semibold">Verdicts</h2>
      {isEditor && !hasJudged ? (
        <p className="text-sm text-quiet">
          {counted(others, "other person", "other people")} judged it; you see what they said after your own verdict.
        </p>
      ) : (
        <History imageId={anomaly.image.image_id} dataset={dataset} userId={userId} />
      )}
    </div>
  );
}

interface HistoryProps {
  imageId: string;
  dataset: string | undefined;
  userId: string | undefined;
}

function History({ imageId, dataset, userId }: HistoryProps) {
  const answer = useQuery(reviewsOf(dataset, imageId));
  if (answer.isPending) return <Skeleton className="h-12" />;
  if (!answer.data) return <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <ol className="flex flex-col divide-y divide-line text-sm">
      {answer.data.reviews.map((one) => (
        <Word key={`${one.reviewer} ${one.turn}`} review={one} isMine={one.reviewer === userId} />
      ))}
    </ol>
  );
}

function Word({ review, isMine }: { review: Review; isMine: boolean }) {
  const { reviewer, verdict, note, reviewed_at } = review;
  return (
    <li className="flex flex-col gap-0.5 py-2">
      <span className="flex flex-wrap items-center gap-2">
        {verdict ? <Badge tone={TONES[verdict]}>{VERDICT_NAMES[verdict]}</Badge> : <Badge>Taken back</Badge>}
        <span title={reviewer}>{isMine ? "You" : `Reviewer ${reviewer.slice(0, 8)}`}</span>
        <time dateTime={reviewed_at} className="text-quiet">
          {dateTime(reviewed_at)}
        </time>
      </span>
      {note && <span className="break-words">{note}</span>}
    </li>
  );
}
