/** The way over similar images that led here; each step can be gone back to. */
import { useQueryClient } from "@tanstack/react-query";
import { CornerUpLeft } from "lucide-react";

import { keys } from "@/api/keys";
import { type Place, walkedBack } from "@/features/images/place";
import { titleOf } from "@/features/images/titles";
import type { ImageDetail } from "@/api/images";
import { type Go, WalkLink } from "@/features/images/WalkLink";

interface Props {
  imageId: string;
  place: Place;
  onGo: Go | undefined;
}

export function HopTrail({ imageId, place, onGo }: Props) {
  const cache = useQueryClient();
  if (place.hops.length === 0) return null;
  const nameOf = (id: string) =>
    titleOf(cache.getQueryData<ImageDetail>(keys.images.one(id)) ?? { image_id: `…${id.slice(-6)}` });
  return (
    <nav aria-label="Similar images walked over" className="flex min-w-0 items-center gap-2 text-sm">
      <CornerUpLeft aria-hidden size={14} className="shrink-0 text-quiet" />
      <ol className="flex min-w-0 flex-wrap items-center gap-x-1">
        {place.hops.map((hop, index) => (
          <li key={hop} className="flex items-center gap-1 after:text-quiet after:content-['›']">
            <WalkLink
              imageId={hop}
              place={walkedBack(place, index)}
              from={imageId}
              onGo={onGo}
              className="max-w-40 truncate rounded-control px-1 leading-6 text-accent underline underline-offset-2"
            >
              {nameOf(hop)}
            </WalkLink>
          </li>
        ))}
      </ol>
    </nav>
  );
}
