/** Why the candidate is here: in words, by every method, and beside its nearest neighbours. */
import { useQuery } from "@tanstack/react-query";
import { Check, Minus } from "lucide-react";

import { imageQuery } from "@/api/images";
import { Neighbours } from "@/features/anomalies/Neighbours";
import { type Anomaly, type Method, METHODS, type Run } from "@/features/anomalies/question";
import { figure, isPast, METHOD_NAMES, reasonsOf, zScore } from "@/features/anomalies/words";
import { cx } from "@/lib/cx";
import { percent } from "@/lib/format";

interface Props {
  anomaly: Anomaly;
  run: Run;
}

export function Evidence({ anomaly, run }: Props) {
  const { data: image } = useQuery(imageQuery(anomaly.image.image_id));
  const reasons = reasonsOf(anomaly, run, image?.payload.quality_checks ?? []);
  return (
    <>
      <div>
        <h2 className="mb-1.5 font-semibold">Why it is here</h2>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </div>
      <Methods anomaly={anomaly} run={run} />
      <Neighbours evidence={anomaly.evidence} />
    </>
  );
}

function Methods({ anomaly, run }: Props) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Its score by every method, among all scores of the run</caption>
      <thead>
        <tr className="border-b border-line text-left text-xs text-quiet">
          <th scope="col" className="py-1.5 font-medium">
            Method
          </th>
          <th scope="col" className="w-1/3 py-1.5 font-medium">
            Odder than
          </th>
          <th scope="col" className="py-1.5 text-right font-medium">
            Robust z
          </th>
          <th scope="col" className="py-1.5 text-right font-medium">
            Flags it
          </th>
        </tr>
      </thead>
      <tbody>
        {METHODS.filter((method) => anomaly.scores[method]).map((method) => (
          <MethodRow key={method} {...{ anomaly, run, method }} />
        ))}
      </tbody>
    </table>
  );
}

function MethodRow({ anomaly, run, method }: Props & { method: Method }) {
  const score = anomaly.scores[method];
  if (!score) return null;
  const isChosen = method === anomaly.method;
  const isFlagged = isChosen ? anomaly.flagged : isPast(anomaly, run, method) === true && !anomaly.in_reference_set;
  return (
    <tr className={cx("border-b border-line", isChosen && "font-semibold")}>
      <th
        scope="row"
        className={cx("py-1.5 text-left", isChosen ? "font-semibold" : "font-normal")}
        title={`score ${figure(score.score)}`}
      >
        {METHOD_NAMES[method]}
      </th>
      <td className="py-1.5 tabular-nums">
        {percent(score.percentile / 100)}
        <div aria-hidden className="mt-0.5 h-1.5 overflow-hidden rounded-full bg-raised">
          <div className="h-full bg-accent" style={{ width: `${score.percentile}%` }} />
        </div>
      </td>
      <td className="py-1.5 text-right tabular-nums">{zScore(score.robust_z)}</td>
      <td className="py-1.5">
        <span className={cx("flex justify-end", isFlagged ? "text-warn" : "text-quiet")}>
          {isFlagged ? <Check aria-hidden size={16} /> : <Minus aria-hidden size={16} />}
          <span className="sr-only">{isFlagged ? "yes" : "no"}</span>
        </span>
      </td>
    </tr>
  );
}
