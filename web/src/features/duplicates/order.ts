/** Where a group stands among those that are reviewed, and which come before and after it. Pure. */
import { type Group, isUndecided } from "@/features/duplicates/model";

export interface Place {
  /** From 0; -1 for a group that is not in the list. */
  index: number;
  before: string | undefined;
  after: string | undefined;
  /** The next that waits for a decision: behind this one, or else before it. */
  toDo: string | undefined;
}

export function placeOf(groups: readonly Group[], groupId: string): Place {
  const index = groups.findIndex((one) => one.groupId === groupId);
  const rest = [...groups.slice(index + 1), ...groups.slice(0, Math.max(0, index))];
  return {
    index,
    before: groups[index - 1]?.groupId,
    after: groups[index + 1]?.groupId,
    toDo: rest.find((one) => isUndecided(one.status) && one.status !== "skipped")?.groupId,
  };
}
