/** One image as the API has it. */
import { useQuery } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import type { components } from "@/api/schema";

export type ImageDetail = components["schemas"]["ImageDetailOut"];

/** Ask for it anew. Raises ApiError (404: unknown or deleted). */
export function askForImage(imageId: string, signal?: AbortSignal): Promise<ImageDetail> {
  const params = { path: { image_id: imageId } };
  return answerOf(api.GET("/api/images/{image_id}", signal ? { params, signal } : { params }));
}

export function useImage(imageId: string) {
  return useQuery({
    queryKey: keys.images.one(imageId),
    queryFn: ({ signal }) => askForImage(imageId, signal),
  });
}
