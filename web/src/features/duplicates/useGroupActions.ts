/** What is done with several groups at once: a rule, tags, a merge. Each is one batch of the history. */
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";
import { useSession } from "@/api/session";
import { postResolution } from "@/features/duplicates/calls";
import type { Resolution, Scope } from "@/features/duplicates/model";
import { notify, record } from "@/lib/actions";
import { counted } from "@/lib/format";

export interface TagChange {
  groupIds: readonly string[];
  add: readonly string[];
  remove: readonly string[];
}

export interface Merge {
  groupIds: readonly string[];
  rowVersions: Readonly<Record<string, number>>;
}

const scoped = (dataset: Scope) => (dataset === undefined ? {} : { dataset_id: dataset });

export function useResolve() {
  return useBatchMutation(
    (request: Resolution) => postResolution(request),
    (batch) => `Applied a rule to ${counted(batch.groups, "group")}`,
  );
}

export function useTagGroups(dataset: Scope) {
  return useBatchMutation(
    ({ groupIds, add, remove }: TagChange) =>
      answerOf(
        api.POST("/api/duplicates/groups/tags", {
          body: { ...scoped(dataset), group_ids: [...groupIds], add: [...add], remove: [...remove] },
        }),
      ),
    (_batch, { groupIds }) => `Changed the tags of ${counted(groupIds.length, "group")}`,
  );
}

export function useMergeGroups(dataset: Scope) {
  return useBatchMutation(
    ({ groupIds, rowVersions }: Merge) =>
      answerOf(
        api.POST("/api/duplicates/groups/merge", {
          body: { ...scoped(dataset), group_ids: [...groupIds], row_versions: { ...rowVersions } },
        }),
      ),
    (_batch, { groupIds }) => `Merged ${groupIds.length} groups`,
  );
}

function useBatchMutation<Wish, Done extends { batch_id: string; groups: number }>(
  send: (wish: Wish) => Promise<Done>,
  label: (batch: Done, wish: Wish) => string,
) {
  const cache = useQueryClient();
  const userId = useSession((session) => session.user?.userId ?? "");
  return useMutation({
    mutationFn: send,
    onSuccess: (batch, wish) => {
      record({ kind: "batch", label: label(batch, wish), params: { batchId: batch.batch_id }, userId });
      return forgetAll(cache);
    },
    onError: (error) => notify({ ...wordsOf(error), tone: "bad" }),
  });
}

function forgetAll(cache: QueryClient): Promise<unknown> {
  const altered = [keys.duplicates.all, keys.images.all, keys.search.all];
  return Promise.all(altered.map((queryKey) => cache.invalidateQueries({ queryKey })));
}
