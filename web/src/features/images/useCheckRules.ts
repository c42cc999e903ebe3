/** Where each quality check draws its line, and how many images of the tenant fail it. */
import { useQuery } from "@tanstack/react-query";

import { type QualityCheck, qualityQuery } from "@/api/qualityChecks";

export interface CheckRule {
  threshold: number;
  failed: number;
  images: number;
}

const FRESH_MS = 600_000;
const NONE: ReadonlyMap<QualityCheck, CheckRule> = new Map();

/** Empty until the API has answered, and where it does not: the checks can be told without. */
export function useCheckRules(): ReadonlyMap<QualityCheck, CheckRule> {
  const { data } = useQuery({ ...qualityQuery(undefined), staleTime: FRESH_MS });
  if (!data) return NONE;
  return new Map(
    data.checks.map(({ check, threshold, failed }) => [check, { threshold, failed, images: data.images }]),
  );
}
