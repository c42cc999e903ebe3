/** The picture that is asked about, to look at. */
import { useQuery } from "@tanstack/react-query";

import { imageQuery } from "@/api/images";
import { chosenFile } from "@/features/search/chosenFiles";
import type { Ask } from "@/features/search/question";
import { pictureUrl } from "@/lib/pictures";

export interface Picture {
  name: string;
  /** Undefined until it is known, and where it is gone. */
  src: string | undefined;
  /** As large as there is. */
  large: string | undefined;
  /** A file of before the page was loaded anew. */
  isGone: boolean;
}

export function usePicture(ask: Ask | undefined): Picture {
  const imageId = ask?.kind === "image" ? ask.imageId : "";
  const { data } = useQuery({ ...imageQuery(imageId), enabled: imageId !== "", staleTime: 300_000 });
  if (ask?.kind === "file") return ofFile(ask.marker);
  if (!data) return { name: imageId, src: undefined, large: undefined, isGone: false };
  return {
    name: data.filename ?? imageId,
    src: pictureUrl(data.preview_url),
    large: pictureUrl(data.large_preview_url),
    isGone: false,
  };
}

function ofFile(marker: string): Picture {
  const kept = chosenFile(marker);
  if (!kept) return { name: "A file", src: undefined, large: undefined, isGone: true };
  return { name: kept.name, src: kept.src, large: kept.src, isGone: false };
}
