/** What the page shows for its URL: the hits of a search down to the cut, or the newest images. */
import { useCallback, useEffect, useMemo } from "react";

import { useConnection } from "@/api/connection";
import { Offline } from "@/api/problems";
import { apiFilter } from "@/features/search/filters";
import type { Found } from "@/features/search/found";
import { pageSize, type Question, questionOf } from "@/features/search/question";
import { above } from "@/features/search/scores";
import { useNewest } from "@/features/search/useNewest";
import { useSearch } from "@/features/search/useSearch";
import type { View } from "@/features/search/view";

export interface Answer {
  question: Question | null;
  items: readonly Found[];
  /** With the places of those that are still to come. */
  total: number;
  /** Nothing more will come. */
  isWhole: boolean;
  /** All scores that came, also below the cut; best first. */
  scores: readonly number[];
  isPending: boolean;
  /** No answer yet because there is no network. */
  isWaiting: boolean;
  /** Shown is the answer to the question before. */
  isOld: boolean;
  error: Error | null;
  cropsCompared: boolean;
  /** When the answer came, in milliseconds since the epoch. */
  asOf: number;
  retry: () => void;
  more: () => void;
  /** Every item, at most so many. */
  all: (most: number) => Promise<readonly Found[]>;
}

type Query = ReturnType<typeof useSearch> | ReturnType<typeof useNewest>;

export function useAnswer(view: View): Answer {
  const question = useMemo(() => questionOf(view), [view]);
  const search = useSearch(question);
  const newest = useNewest(apiFilter(view), pageSize(view), question === null);
  const query: Query = question ? search : newest;
  const min = question ? view.min : undefined;
  useAskedAgain(query);
  const { items, scores, isCut } = useShown(question !== null, search.data, newest.data, min);
  const isWhole = isCut || !query.hasNextPage;
  return {
    question,
    items,
    scores,
    isWhole,
    total: items.length + (isWhole || query.isFetchNextPageError ? 0 : pageSize(view)),
    cropsCompared: search.data?.pages.some((page) => page.cropsCompared) ?? false,
    ...statesOf(query),
    ...useMore(query, isWhole, min),
  };
}

/** The hits down to the cut. Without a search, the newest images. */
function useShown(
  isAsked: boolean,
  search: ReturnType<typeof useSearch>["data"],
  newest: ReturnType<typeof useNewest>["data"],
  min: number | undefined,
) {
  const hits = useMemo(() => once(search?.pages.flatMap((page) => page.hits)), [search]);
  const images = useMemo(() => once(newest?.pages.flatMap((page) => page.images)), [newest]);
  const scores = useMemo(() => (isAsked ? hits.map((hit) => hit.score ?? 0) : []), [isAsked, hits]);
  const found = isAsked ? hits : images;
  const shown = isAsked ? above(scores, min) : found.length;
  const items = useMemo(() => found.slice(0, shown), [found, shown]);
  return { items, scores, isCut: shown < found.length };
}

/** Whether nothing is shown, and nothing is on its way. */
export function isNothing({ items, isPending, isWaiting, total }: Answer): boolean {
  return isWaiting || (items.length === 0 && !isPending && total === 0);
}

/** What got no answer is asked again as soon as the API is back. */
function useAskedAgain({ error, refetch }: Query): void {
  const isAway = useConnection((connection) => connection.isAway);
  const isDue = !isAway && error instanceof Offline;
  useEffect(() => {
    if (isDue) void refetch();
  }, [isDue, refetch]);
}

function statesOf(query: Query) {
  return {
    isPending: query.isPending && query.fetchStatus !== "paused",
    isWaiting: query.isPending && query.fetchStatus === "paused",
    isOld: query.isPlaceholderData,
    error: query.error,
    asOf: query.dataUpdatedAt,
  };
}

function useMore(query: Query, isWhole: boolean, min: number | undefined) {
  const { fetchNextPage, refetch, isFetching, isFetchNextPageError } = query;
  const more = useCallback(() => {
    if (!isWhole && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [fetchNextPage, isWhole, isFetching, isFetchNextPageError]);
  const retry = useCallback(() => {
    void (isFetchNextPageError ? fetchNextPage() : refetch());
  }, [fetchNextPage, isFetchNextPageError, refetch]);
  const all = async (most: number): Promise<readonly Found[]> => {
    let latest: Query = query;
    while (latest.hasNextPage && !latest.isError && itemsOf(latest, min).length < most && !isCut(latest, min))
      latest = await latest.fetchNextPage();
    return itemsOf(latest, min).slice(0, most);
  };
  return { more, retry, all };
}

function itemsOf(query: Query, min: number | undefined): readonly Found[] {
  const found = once(query.data?.pages.flatMap((page) => ("hits" in page ? page.hits : page.images)));
  return min === undefined ? found : found.filter(({ score }) => (score ?? 1) >= min / 1000);
}

function isCut(query: Query, min: number | undefined): boolean {
  const last = query.data?.pages.at(-1);
  return min !== undefined && last !== undefined && "hits" in last && (last.hits.at(-1)?.score ?? 1) < min / 1000;
}

/** An image that moved between two pages is shown once. */
function once(found: readonly Found[] | undefined): readonly Found[] {
  return [...new Map(found?.map((one) => [one.imageId, one])).values()];
}
