/** Loads the pictures of the candidate that comes next, so that it is there when it is its turn. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { imageQuery } from "@/api/images";
import type { Anomaly } from "@/features/anomalies/question";
import { pictureUrl } from "@/lib/pictures";

export const NEIGHBOURS_SHOWN = 6;

export function usePreload(next: Anomaly | undefined): void {
  const cache = useQueryClient();
  useEffect(() => {
    if (!next) return;
    for (const { preview_url } of [next.image, ...next.evidence.slice(0, NEIGHBOURS_SHOWN)])
      if (preview_url) load(preview_url);
    cache
      .fetchQuery({ ...imageQuery(next.image.image_id), retry: false })
      .then((image) => load(image.large_preview_url))
      .catch(() => undefined);
  }, [cache, next]);
}

function load(url: string): void {
  new Image().src = pictureUrl(url);
}
