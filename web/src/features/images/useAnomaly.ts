/** How unusual an image is among the others, and what people said of that. */
import { useQuery } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { ApiError } from "@/api/problems";
import type { components } from "@/api/schema";

export type Anomaly = components["schemas"]["AnomalyOut"];

const METHOD = "knn";

/** Null where it is not scored: no scoring yet, or the image has just come. */
export function useAnomaly(imageId: string) {
  return useQuery({
    queryKey: keys.anomalies.one(undefined, imageId, METHOD),
    queryFn: async ({ signal }): Promise<Anomaly | null> => {
      const params = { path: { image_id: imageId }, query: { method: METHOD } as const };
      try {
        return await answerOf(api.GET("/api/qa/anomalies/{image_id}", { params, signal }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });
}
