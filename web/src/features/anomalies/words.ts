/** Scores, checks and verdicts in words. */
import type { components } from "@/api/schema";
import { CHECK_NAMES, type QualityCheck } from "@/api/qualityChecks";
import type { Anomaly, Method, Run, Verdict } from "@/features/anomalies/question";

type Check = components["schemas"]["CheckOut"];

export const METHOD_NAMES: Record<Method, string> = {
  knn: "Ten nearest",
  dnn: "Nearest image",
  lof: "Local density",
  reference: "Reference set",
};

export const METHOD_HINTS: Record<Method, string> = {
  knn: "Mean distance to the ten nearest images: it has no company, or next to none.",
  dnn: "Distance to the nearest image: nothing at all is like it.",
  lof: "How much thinner its surroundings are than its neighbours': it lies beside a dense cluster.",
  reference: "Distance to what people called normal here: it is unlike anything known to be good.",
};

export const VERDICT_NAMES: Record<Verdict, string> = { defect: "Defect", normal: "Normal here", unsure: "Unsure" };

const MEASURES: Record<string, string> = {
  luma: "mean brightness, 0 to 1,",
  focus: "sharpness for its contrast",
  entropy: "variety of grey levels, in bits,",
  aspect_ratio: "longer side divided by the shorter",
  shortest_side: "shorter side, in pixels,",
  plain_share: "share of one plain colour",
};

const SUSPICIOUS_Z = 3.5;
const decimals = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const oneDecimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, signDisplay: "negative" });

/** "mean brightness, 0 to 1, below 0.16". */
export function ruleOf({ measure, fails, threshold }: Check): string {
  return `${MEASURES[measure] ?? measure} ${fails} ${threshold}`;
}

/** A distance or score: 0.389 → "0.39". */
export const figure = (value: number): string => decimals.format(value);
export const zScore = (value: number): string => oneDecimal.format(value);

/** Past the fence of this method; undefined where the method has no score for it. */
export function isPast(anomaly: Anomaly, run: Run, method: Method): boolean | undefined {
  const [score, fence] = [anomaly.scores[method]?.score, run.fences[method]];
  return score === undefined ? undefined : fence !== undefined && score > fence;
}

/** Why it is in the queue, a sentence for each reason. */
export function reasonsOf(anomaly: Anomaly, run: Run, failed: readonly QualityCheck[]): string[] {
  const nearest = anomaly.scores["dnn"]?.score ?? anomaly.evidence[0]?.distance;
  const reasons = [nearest === undefined ? "" : distanceIn(nearest, run.reach), standingOf(anomaly)];
  if (failed.length > 0)
    reasons.push(`It fails a quality check: ${failed.map((check) => CHECK_NAMES[check]).join(", ")}.`);
  if (isQuiet(anomaly, run))
    reasons.push(
      anomaly.in_reference_set
        ? "It was called normal here, so it is not flagged."
        : "It is close to something that was called normal here, so it is not flagged.",
    );
  if (anomaly.later) reasons.push("It came after the last scoring and was compared nearly exactly.");
  return reasons.filter(Boolean);
}

function distanceIn(nearest: number, typical: number): string {
  const times = typical > 0 ? nearest / typical : 0;
  const compared = times >= 1.5 ? `, ${oneDecimal.format(times)} times as far as is typical (${figure(typical)})` : "";
  return `Its nearest neighbour is ${figure(nearest)} away${compared}.`;
}

function standingOf({ percentile, robust_z }: Anomaly): string {
  const share = oneDecimal.format(Math.floor(percentile * 10) / 10);
  const suspicion = robust_z > SUSPICIOUS_Z ? "above" : "below";
  return `Its score is higher than ${share} % of the others'; its robust z of ${zScore(robust_z)} is ${suspicion} the usual suspicion of ${SUSPICIOUS_Z}.`;
}

/** Its score alone would flag it; what people called normal speaks for it. */
function isQuiet(anomaly: Anomaly, run: Run): boolean {
  return !anomaly.flagged && isPast(anomaly, run, anomaly.method) === true;
}

/** Cohen's kappa in a word. */
export function agreementIn(kappa: number): string {
  if (kappa < 0) return "worse than chance";
  if (kappa < 0.4) return "weak: settle what the verdicts mean";
  return kappa < 0.75 ? "fair" : "good";
}

export const nameOf = ({ image }: Pick<Anomaly, "image">): string => image.filename ?? image.image_id;
