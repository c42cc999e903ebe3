/** The groups of near-duplicates that hold an image: those of the whole tenant and those of its dataset. */
import { useQuery } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import type { components } from "@/api/schema";

export type Group = components["schemas"]["GroupOut"];

const MOST = 50;

export function useGroups(imageId: string, datasetId: string | null) {
  return useQuery({
    queryKey: keys.duplicates.ofImage(imageId, datasetId),
    queryFn: async ({ signal }) => {
      const ask = (dataset: { dataset_id?: string }) =>
        answerOf(
          api.GET("/api/duplicates/groups", {
            params: { query: { image_id: imageId, limit: MOST, ...dataset } },
            signal,
          }),
        );
      const found = await Promise.all([ask({}), ask({ dataset_id: datasetId ?? "default" })]);
      return found.flatMap(({ groups }) => groups);
    },
  });
}
