/** A search in pages, best first. What is not asked any more is given up. */
import { keepPreviousData, type QueryClient, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";

import { answerOf, api, postForm } from "@/api/client";
import { keys } from "@/api/keys";
import type { components } from "@/api/schema";
import { type Found, ofHit } from "@/features/search/found";
import { formOf, isSent, jsonOf, MOST_HITS, type Question } from "@/features/search/question";

type SearchOut = components["schemas"]["SearchOut"];

interface Page {
  hits: readonly Found[];
  cropsCompared: boolean;
}

/** The same question has the same answer; what changes it (an undo, an upload) says so. */
const STALE_MS = 300_000;

export function useSearch(question: Question | null) {
  const cache = useQueryClient();
  return useInfiniteQuery({
    queryKey: keys.search.of(question),
    enabled: question !== null,
    initialPageParam: 0,
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      if (!question) return { hits: [], cropsCompared: false };
      const limit = Math.min(question.params.limit, MOST_HITS - pageParam);
      const page = { ...question, params: { ...question.params, limit } };
      const answer = isSent(page.ask)
        ? await sent(page, pageParam, cache, signal)
        : await answerOf(api.POST("/api/search/similar", { body: jsonOf(page, pageParam), signal }));
      return { hits: answer.hits.map(ofHit), cropsCompared: answer.crops_compared };
    },
    getNextPageParam: (last, pages, offset) => {
      const next = offset + last.hits.length;
      const isFull = last.hits.length === Math.min(question?.params.limit ?? 0, MOST_HITS - offset);
      return isFull && next < MOST_HITS && pages.length > 0 ? next : undefined;
    },
  });
}

/** Asked with the bytes of a picture; what gets them is loaded when there is one. */
async function sent(page: Question, offset: number, cache: QueryClient, signal: AbortSignal): Promise<SearchOut> {
  const { bytesOf } = await import("@/features/search/picture");
  return postForm("/api/search/similar", formOf(page, offset, await bytesOf(page.ask, cache, signal)), signal);
}
