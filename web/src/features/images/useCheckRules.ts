/** Where each quality check draws its line, and how many images of the tenant fail it. */
import { useQuery } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import type { components } from "@/api/schema";

export interface CheckRule {
  threshold: number;
  failed: number;
  images: number;
}

type Check = components["schemas"]["QualityCheck"];

const FRESH_MS = 600_000;
const NONE: ReadonlyMap<Check, CheckRule> = new Map();

/** Empty until the API has answered, and where it does not: the checks can be told without. */
export function useCheckRules(): ReadonlyMap<Check, CheckRule> {
  const { data } = useQuery({
    queryKey: keys.quality(undefined),
    queryFn: ({ signal }) => answerOf(api.GET("/api/qa/quality", { signal })),
    staleTime: FRESH_MS,
  });
  if (!data) return NONE;
  return new Map(
    data.checks.map(({ check, threshold, failed }) => [check, { threshold, failed, images: data.images }]),
  );
}
