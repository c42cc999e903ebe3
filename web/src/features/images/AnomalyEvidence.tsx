/** Why an image counts as unusual or not: its scores, its nearest neighbours, and what people said. */
import { Link } from "@tanstack/react-router";
import { ScanEye } from "lucide-react";

import { useSession } from "@/api/session";
import { PercentBadge } from "@/components/PercentBadge";
import { Thumb } from "@/components/Thumb";
import { personOf } from "@/features/images/people";
import { type Place, walked } from "@/features/images/place";
import type { Anomaly } from "@/features/images/useAnomaly";
import { type Go, WalkLink } from "@/features/images/WalkLink";
import { dateTime, percent } from "@/lib/format";
import { pictureUrl } from "@/lib/pictures";
import { cx } from "@/lib/cx";
import { Badge } from "@/ui/Badge";
import { buttonLooks } from "@/ui/Button";

interface Props {
  anomaly: Anomaly;
  place: Place;
  onGo: Go | undefined;
}

const MOST_SHOWN = 6;
const VERDICTS = { normal: "normal", defect: "defect", unsure: "unsure" } as const;

export function AnomalyEvidence({ anomaly, place, onGo }: Props) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-sm">
        {anomaly.flagged ? <Badge tone="warn">unusual</Badge> : <Badge tone="good">not unusual</Badge>}
        <span>
          Odder than {percent(anomaly.percentile / 100)} of the images; score {anomaly.score.toFixed(3)}, robust z{" "}
          {anomaly.robust_z.toFixed(1)}.
        </span>
      </p>
      <Scores anomaly={anomaly} />
      <Neighbours anomaly={anomaly} place={place} onGo={onGo} />
      <Reviews reviews={anomaly.reviews} />
      <Link
        to="/anomalies"
        search={{ flagged: false, reviewed: "all", i: anomaly.image.image_id }}
        className={cx(buttonLooks({ size: "small" }), "self-start")}
      >
        <ScanEye aria-hidden size={14} /> To the anomalies
      </Link>
    </>
  );
}

const METHODS: Readonly<Record<string, string>> = {
  dnn: "To its nearest",
  knn: "To its ten nearest",
  lof: "Against its surroundings",
  reference: "To what is known as normal",
};

function Scores({ anomaly }: { anomaly: Anomaly }) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Scores by method</caption>
      <thead>
        <tr className="text-left text-quiet">
          <th className="py-1 font-normal">Distance</th>
          <th className="py-1 text-right font-normal">Score</th>
          <th className="py-1 pl-3 text-right font-normal">Odder than</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {Object.entries(anomaly.scores).map(([method, score]) => (
          <tr key={method}>
            <th className="py-1 text-left font-normal">{METHODS[method] ?? method}</th>
            <td className="py-1 text-right font-mono text-xs tabular-nums">{score.score.toFixed(3)}</td>
            <td className="py-1 text-right font-mono text-xs tabular-nums">{percent(score.percentile / 100)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Neighbours({ anomaly, place, onGo }: Props) {
  const { image_id: from } = anomaly.image;
  return (
    <div>
      <p className="mb-2 text-sm text-quiet">Its nearest neighbours</p>
      <ol className="grid grid-cols-3 gap-1 sm:grid-cols-6">
        {anomaly.evidence.slice(0, MOST_SHOWN).map(({ image_id: id, distance, filename, preview_url: preview }) => (
          <li key={id}>
            {preview === null ? (
              <span className="grid aspect-square place-items-center rounded-control bg-raised text-xs text-quiet">
                gone
              </span>
            ) : (
              <WalkLink
                imageId={id}
                place={walked(place, from, id)}
                from={from}
                onGo={onGo}
                className="relative block rounded-control"
                label={`${filename ?? id}, ${percent(1 - distance)} match`}
              >
                <Thumb src={pictureUrl(preview)} alt="" />
                <PercentBadge score={Math.max(0, 1 - distance)} className="absolute bottom-0.5 left-0.5" />
              </WalkLink>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Reviews({ reviews }: { reviews: Anomaly["reviews"] }) {
  const userId = useSession((session) => session.user?.userId);
  if (reviews.length === 0) return <p className="text-sm text-quiet">Nobody has reviewed it.</p>;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {reviews.map((review) => (
        <li key={`${review.reviewer} ${review.turn}`} className="break-words">
          {personOf(review.reviewer, userId)}: {review.verdict ? VERDICTS[review.verdict] : "taken back"}
          {review.note && ` — ${review.note}`}
          <span className="text-quiet"> · {dateTime(review.reviewed_at)}</span>
        </li>
      ))}
    </ul>
  );
}
