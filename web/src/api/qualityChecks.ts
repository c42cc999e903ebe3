/** The quality checks and what they are called; docs/quality.md has what each of them is. */
import { queryOptions } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import type { components } from "@/api/schema";

export type QualityCheck = components["schemas"]["QualityCheck"];

export const CHECKS = [
  "dark",
  "bright",
  "blurry",
  "low_information",
  "odd_aspect",
  "odd_size",
  "near_empty",
] as const satisfies readonly QualityCheck[];

/** What is the matter with an image that fails one. */
export const CHECK_NAMES: Readonly<Record<QualityCheck, string>> = {
  dark: "too dark",
  bright: "too bright",
  blurry: "blurry",
  low_information: "little information",
  odd_aspect: "odd shape",
  odd_size: "too small",
  near_empty: "nearly empty",
};

/** How many images fail each check and by which rule; without a dataset, of the whole tenant. */
export function qualityQuery(dataset: string | undefined) {
  const query = dataset ? { dataset_id: dataset } : {};
  return queryOptions({
    queryKey: keys.quality(dataset),
    queryFn: ({ signal }) => answerOf(api.GET("/api/qa/quality", { params: { query }, signal })),
  });
}
