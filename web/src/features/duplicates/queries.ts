/** The questions that this feature's views ask, each with its key. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { ApiError } from "@/api/problems";
import { getHistogram, getPreview, getRun } from "@/features/duplicates/calls";
import { type Group, groupsOf, type Resolution, type Scope } from "@/features/duplicates/model";
import { filtersOf, type GroupFilters, questionOf } from "@/features/duplicates/search";
import { turns } from "@/features/duplicates/turns";

const HEAVY_AT_ONCE = 2;
const inTurn = turns(HEAVY_AT_ONCE);

/** A whole number of chunks (model.ts). */
export const PAGE = 48;

export function runQuery(dataset: Scope) {
  return queryOptions({
    queryKey: keys.duplicates.run(dataset),
    queryFn: async ({ signal }) => {
      const { total_groups, total_duplicates, threshold } = await getRun(dataset, signal);
      return { groups: total_groups, duplicates: total_duplicates, perMille: Math.round(threshold * 1000) };
    },
  });
}

export function histogramQuery(dataset: Scope) {
  return queryOptions({
    queryKey: keys.duplicates.histogram(dataset),
    queryFn: ({ signal }) => getHistogram(dataset, signal),
    staleTime: 60_000,
  });
}

export function previewQuery(dataset: Scope, perMille: number) {
  return queryOptions({
    queryKey: keys.duplicates.preview(dataset, perMille),
    queryFn: ({ signal }) => inTurn(signal, () => getPreview(dataset, perMille, signal)),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}

export function groupsQuery(filters: GroupFilters) {
  const question = questionOf(filters);
  return infiniteQueryOptions({
    queryKey: keys.duplicates.groups(filtersOf(filters)),
    queryFn: async ({ signal, pageParam }) => {
      const query = { ...question, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) };
      const page = await answerOf(api.GET("/api/duplicates/groups", { params: { query }, signal }));
      return { groups: groupsOf(page.groups), next: page.next_cursor };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }): readonly Group[] => pages.flatMap((page) => page.groups),
  });
}

export function groupQuery(dataset: Scope, groupId: string) {
  return queryOptions({
    queryKey: keys.duplicates.group(dataset, groupId),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/duplicates/groups/{group_id}", {
          params: { path: { group_id: groupId }, query: dataset === undefined ? {} : { dataset_id: dataset } },
          signal,
        }),
      ),
  });
}

/** What a rule would do. Nothing is written. */
export function planQuery(request: Resolution) {
  return queryOptions({
    queryKey: keys.duplicates.plan(request),
    queryFn: ({ signal }) =>
      inTurn(signal, () => answerOf(api.POST("/api/duplicates/resolutions/preview", { body: request, signal }))),
    staleTime: 60_000,
  });
}

export function batchQuery(batchId: string) {
  return queryOptions({
    queryKey: keys.duplicates.batch(batchId),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/duplicates/batches/{batch_id}", {
          params: { path: { batch_id: batchId }, query: { limit: 200 } },
          signal,
        }),
      ),
  });
}

/** The newest detections of the tenant; one of a dataset stands among them. */
export function sweepsQuery() {
  return queryOptions({
    queryKey: keys.jobs.list({ kind: "sweep_duplicates" }),
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/jobs", { params: { query: { kind: "sweep_duplicates", limit: 10 } }, signal })),
  });
}

/** Whether it failed because nobody has detected duplicates there yet. */
export function isNotDetected(error: unknown): boolean {
  return error instanceof ApiError && error.type === "not-detected";
}
