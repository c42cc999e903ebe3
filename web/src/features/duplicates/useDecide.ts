/** Decisions on one group: shown at once, sent, kept in the history, and taken back here where the API refuses. */
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";

import { keys } from "@/api/keys";
import { ApiError, wordsOf } from "@/api/problems";
import { useSession } from "@/api/session";
import { postDecision } from "@/features/duplicates/calls";
import { type Group, type GroupDetail, nameOf, type Scope, type Status } from "@/features/duplicates/model";
import { type Decision, labelOf, statusAfter } from "@/features/duplicates/review";
import { STATUS_WORDS } from "@/features/duplicates/words";
import { notify, record } from "@/lib/actions";
import { dateTime } from "@/lib/format";

export interface Decided {
  group: GroupDetail;
  decision: Decision;
}

export function useDecide(dataset: Scope) {
  const cache = useQueryClient();
  const userId = useSession((session) => session.user?.userId ?? "");
  return useMutation({
    mutationFn: ({ group, decision }: Decided) => postDecision(group, decision, dataset),
    onMutate: async ({ group, decision }) => {
      await cache.cancelQueries({ queryKey: keys.duplicates.lists });
      setStatus(cache, group.group_id, statusAfter(decision));
    },
    onSuccess: (batchId, { group, decision }) => {
      record({
        kind: "batch",
        label: labelOf(decision, group.size, keptName(group, decision)),
        params: { batchId },
        userId,
      });
      if (decision.kind === "split") void cache.invalidateQueries({ queryKey: keys.duplicates.lists });
      forget(cache, dataset, group.group_id);
    },
    onError: (error, { group }) => {
      setStatus(cache, group.group_id, statusTold(error) ?? group.status);
      notify({ ...refusalOf(error, userId), tone: "bad" });
      void cache.invalidateQueries({ queryKey: keys.duplicates.group(dataset, group.group_id) });
    },
  });
}

function keptName(group: GroupDetail, decision: Decision): string {
  const kept = decision.kind === "resolve" ? decision.keeperId : undefined;
  const member = group.members.find((one) => one.image.image_id === kept);
  return member ? nameOf(member.image) : "";
}

/** The lists keep their order while somebody goes through them; the decided group only looks decided. */
function setStatus(cache: QueryClient, groupId: string, status: Status): void {
  const patch = (group: Group): Group => (group.groupId === groupId ? { ...group, status } : group);
  cache.setQueriesData<{ pages: { groups: Group[] }[]; pageParams: unknown[] }>(
    { queryKey: keys.duplicates.lists },
    (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, groups: page.groups.map(patch) })) },
  );
}

/** What is counted elsewhere is asked again when it is next shown. */
function forget(cache: QueryClient, dataset: Scope, groupId: string): void {
  void cache.invalidateQueries({ queryKey: keys.duplicates.group(dataset, groupId) });
  void cache.invalidateQueries({ queryKey: keys.duplicates.run(dataset) });
  void cache.invalidateQueries({ queryKey: keys.duplicates.lists, refetchType: "none" });
  void cache.invalidateQueries({ queryKey: keys.images.all, refetchType: "none" });
  void cache.invalidateQueries({ queryKey: keys.search.all, refetchType: "none" });
}

interface Said {
  status: Status;
  decided_by: string | null;
  decided_at: string | null;
}

function decisionIn(error: unknown): Said | undefined {
  const said = error instanceof ApiError && error.type === "group-decided" ? error.extra["decision"] : undefined;
  return typeof said === "object" && said !== null && "status" in said ? (said as Said) : undefined;
}

function statusTold(error: unknown): Status | undefined {
  return decisionIn(error)?.status;
}

/** Why the decision was not taken, and whose stands. */
function refusalOf(error: unknown, userId: string): { title: string; detail: string } {
  const said = decisionIn(error);
  if (said) {
    const who = said.decided_by === userId ? "You" : "Another person";
    const when = said.decided_at ? ` on ${dateTime(said.decided_at)}` : "";
    return { title: `${who} decided first: ${STATUS_WORDS[said.status]}`, detail: `That decision${when} stands.` };
  }
  if (error instanceof ApiError && error.type === "group-changed")
    return { title: "The group changed meanwhile", detail: "Nothing was done. Look at it again." };
  const { title, detail } = wordsOf(error);
  return { title: `Nothing was done: ${title}`, detail };
}
