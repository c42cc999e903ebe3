/** The images that are most like one. */
import { useQuery } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import type { components } from "@/api/schema";

export type Hit = components["schemas"]["HitOut"];

export const MOST_SHOWN = 24;

export function useSimilar(imageId: string, isWanted: boolean) {
  const body = { image_id: imageId, limit: MOST_SHOWN };
  return useQuery({
    queryKey: keys.search.of(body),
    queryFn: ({ signal }) => answerOf(api.POST("/api/search/similar", { body, signal })),
    enabled: isWanted,
  });
}
