/** What the view shows, as it stands in the address: method, filters, dataset, which image, queue or list. */
import * as v from "valibot";

import { CHECKS } from "@/api/qualityChecks";
import type { components, paths } from "@/api/schema";
import { imageId, may } from "@/lib/address";

type Schemas = components["schemas"];
export type Anomaly = Schemas["AnomalyOut"];
export type Run = Schemas["gateway__anomalies__run_schemas__RunOut"];
export type Method = Schemas["Method"];
export type Verdict = Schemas["Verdict-Input"];
export type Review = Schemas["ReviewOut"];
export type ListParams = NonNullable<paths["/api/qa/anomalies"]["get"]["parameters"]["query"]>;

export const METHODS = ["knn", "dnn", "lof", "reference"] as const satisfies readonly Method[];
/** What is left out has its default: the method knn, flagged only, not reviewed yet. */
export const questionSchema = v.object({
  method: may(v.picklist(METHODS)),
  flagged: may(v.boolean()),
  reviewed: may(v.picklist(["no", "yes", "all"])),
  check: may(v.picklist(CHECKS)),
  dataset: may(v.pipe(v.string(), v.minLength(1), v.maxLength(128))),
  view: may(v.picklist(["queue", "list"])),
  i: may(imageId),
});

export type Question = v.InferOutput<typeof questionSchema>;

/** Alters the question in the address; `replace` leaves no step behind for Back. */
export type Change = (patch: Partial<Question>, replace?: boolean) => void;

export const methodOf = (question: Question): Method => question.method ?? "knn";
export const wantsFlagged = (question: Question): boolean => question.flagged ?? true;
export const reviewedOf = (question: Question) => question.reviewed ?? "no";

/** The question as the API's list and export take it. */
export function paramsOf(question: Question): ListParams {
  const reviewed = reviewedOf(question);
  return {
    method: methodOf(question),
    flagged: wantsFlagged(question),
    ...(reviewed === "all" ? {} : { reviewed: reviewed === "yes" }),
    ...(question.check ? { filter: JSON.stringify({ quality_checks: { any: [question.check] } }) } : {}),
    ...inDataset(question.dataset),
  };
}

/** The dataset as a parameter, where one is meant. */
export function inDataset(dataset: string | undefined): { dataset_id?: string } {
  return dataset ? { dataset_id: dataset } : {};
}

/** Whether it is still among what was asked for, after a verdict changed it. */
export function isAskedFor(anomaly: Anomaly, question: Question): boolean {
  const wanted = reviewedOf(question);
  const isReviewed = anomaly.reviews.some((one) => one.verdict !== null);
  if (wanted !== "all" && isReviewed !== (wanted === "yes")) return false;
  return anomaly.flagged || !wantsFlagged(question);
}
