/** One image as the API has it: asked in one way, so that it is kept once. */
import { queryOptions } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import type { components } from "@/api/schema";

export type ImageDetail = components["schemas"]["ImageDetailOut"];

/** Ask for it anew. Raises ApiError (404: unknown or deleted) and Offline. */
export function askForImage(imageId: string, signal?: AbortSignal): Promise<ImageDetail> {
  const params = { path: { image_id: imageId } };
  return answerOf(api.GET("/api/images/{image_id}", signal ? { params, signal } : { params }));
}

/** The question as the cache knows it. */
export function imageQuery(imageId: string) {
  return queryOptions({
    queryKey: keys.images.one(imageId),
    queryFn: ({ signal }) => askForImage(imageId, signal),
  });
}
