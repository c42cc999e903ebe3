/** Follows an image that is not searchable yet, until it is. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { keys } from "@/api/keys";
import type { components } from "@/api/schema";
import { watch } from "@/api/stream";
import type { ImageDetail } from "@/api/images";
import { announce } from "@/lib/announce";

interface Told {
  image_id: string;
  state: components["schemas"]["ImageState"];
  failure: string | null;
}

/** What the stream tells goes into the kept answer; what follows from it is asked anew. */
export function useArrival({ image_id: imageId, state }: ImageDetail): void {
  const cache = useQueryClient();
  useEffect(() => {
    if (state !== "uploaded") return undefined;
    const gone = new AbortController();
    const onEvent = (_name: string, told: Told) => {
      if (told.state === "uploaded") return;
      cache.setQueryData<ImageDetail>(keys.images.one(imageId), (image) => image && { ...image, ...changeOf(told) });
      announce(told.state === "searchable" ? "The image is searchable now" : `The image is ${told.state}`);
      void cache.invalidateQueries({ queryKey: keys.images.one(imageId) });
    };
    watch<Told>(`/api/images/${encodeURIComponent(imageId)}/events`, {
      onEvent,
      signal: gone.signal,
      isLast: (_name, told) => told.state !== "uploaded",
    }).catch(() => undefined);
    return () => gone.abort();
  }, [cache, imageId, state]);
}

function changeOf({ state, failure }: Told): Pick<ImageDetail, "state" | "failure"> {
  return { state, failure };
}
