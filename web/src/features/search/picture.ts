/** The bytes of the picture that is asked about. */
import type { QueryClient } from "@tanstack/react-query";

import { imageQuery } from "@/api/images";
import { chosenFile } from "@/features/search/chosenFiles";
import { cut } from "@/features/search/cut";
import type { Ask } from "@/features/search/question";
import { pictureUrl } from "@/lib/pictures";

/** A file that is only in memory, and is not there any more. */
export class FileGone extends Error {
  override readonly name = "FileGone";
}

/** The file, or the part of it or of an image. Raises FileGone, ApiError, Offline. */
export async function bytesOf(ask: Ask, cache: QueryClient, signal: AbortSignal): Promise<Blob> {
  if (ask.kind === "file") {
    const kept = chosenFile(ask.marker);
    if (!kept) throw new FileGone();
    return ask.crop ? cut(kept.file, ask.crop) : kept.file;
  }
  if (ask.kind !== "image" || !ask.crop) throw new Error("There is no picture to send.");
  return cut(await previewOf(ask.imageId, cache, signal), ask.crop);
}

/** A part is cut out of the large preview: it has all the pixels that a search looks at. */
async function previewOf(imageId: string, cache: QueryClient, signal: AbortSignal): Promise<Blob> {
  const { large_preview_url } = await cache.fetchQuery(imageQuery(imageId));
  const response = await fetch(pictureUrl(large_preview_url), { signal });
  if (!response.ok) throw new Error("The large preview of this image is not there yet. Try again in a moment.");
  return response.blob();
}
