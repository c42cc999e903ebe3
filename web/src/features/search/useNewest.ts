/** The images of the library, the newest first, in pages: what is shown while nothing is asked. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { type ApiFilter } from "@/features/search/filters";
import { ofImage } from "@/features/search/found";

export function useNewest(filter: ApiFilter | undefined, limit: number, isWanted: boolean) {
  return useInfiniteQuery({
    queryKey: keys.images.list({ newest: filter ?? null, limit }),
    enabled: isWanted,
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        limit,
        sort: "-created_at",
        ...(filter && { filter: JSON.stringify(filter) }),
        ...(pageParam && { cursor: pageParam }),
      };
      const page = await answerOf(api.GET("/api/images", { params: { query }, signal }));
      return { images: page.images.map(ofImage), next: page.next_cursor };
    },
    getNextPageParam: (last) => last.next ?? undefined,
  });
}
