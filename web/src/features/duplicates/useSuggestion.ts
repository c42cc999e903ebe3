/** Which member would be kept of a group in the gallery: asked for twelve neighbours at once, as a rule's preview. */
import { useQuery } from "@tanstack/react-query";

import { type Group, isUndecided, type Plan, type PlannedGroup, type Scope } from "@/features/duplicates/model";
import { planQuery } from "@/features/duplicates/queries";
import { NEW_FORM, requestOf } from "@/features/duplicates/rules";

/** As many as a preview has samples of. */
export const CHUNK = 12;

export function useSuggestion(
  groups: readonly Group[],
  index: number,
  dataset: Scope,
  isWanted: boolean,
): PlannedGroup | undefined {
  const group = groups[index];
  const chunk = chunkAt(groups, index);
  const groupIds = chunk.map((one) => one.groupId);
  const { data } = useQuery({
    ...planQuery(requestOf(NEW_FORM, { what: "groups", groupIds, rowVersions: {} }, dataset)),
    enabled: isWanted && group !== undefined && isUndecided(group.status),
    select: (plan: Plan) => [...plan.samples, ...plan.abstained_samples].find((one) => one.group_id === group?.groupId),
  });
  return data;
}

/** The undecided groups of this index's chunk. */
export function chunkAt(groups: readonly Group[], index: number): readonly Group[] {
  const from = Math.floor(index / CHUNK) * CHUNK;
  return groups.slice(from, from + CHUNK).filter((one) => isUndecided(one.status));
}
