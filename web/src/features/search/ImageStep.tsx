/** A small picture of an image that is only known by its id. */
import { useQuery } from "@tanstack/react-query";

import { imageQuery } from "@/api/images";
import { Thumb } from "@/components/Thumb";
import { pictureUrl } from "@/lib/pictures";

export function ImageStep({ imageId }: { imageId: string }) {
  const { data } = useQuery({ ...imageQuery(imageId), staleTime: 300_000 });
  if (!data) return <span className="truncate font-mono text-xs">…{imageId.slice(-6)}</span>;
  return <Thumb src={pictureUrl(data.preview_url)} alt={data.filename ?? `image ${imageId}`} size={26} />;
}
