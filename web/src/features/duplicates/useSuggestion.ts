/** Which member would be kept of a group in the gallery: asked for it and its neighbours at once, as a rule's preview. */
import { useQuery } from "@tanstack/react-query";

import { type Group, isUndecided, type PlannedGroup, type Scope } from "@/features/duplicates/model";
import { planQuery } from "@/features/duplicates/queries";
import { NEW_FORM, requestOf } from "@/features/duplicates/rules";

export function useSuggestion(group: Group, dataset: Scope, isWanted: boolean): PlannedGroup | undefined {
  const target = { what: "groups", groupIds: group.chunk, rowVersions: {} } as const;
  const { data } = useQuery({
    ...planQuery(requestOf(NEW_FORM, target, dataset)),
    enabled: isWanted && group.chunk.length > 0 && isUndecided(group.status),
    select: (plan) => [...plan.samples, ...plan.abstained_samples].find((one) => one.group_id === group.groupId),
  });
  return data;
}
