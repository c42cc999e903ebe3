/** An image on a page of its own. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { imageQuery } from "@/api/images";
import { LoadedDetail } from "@/features/images/LoadedDetail";
import { paramsOf, type Place } from "@/features/images/place";
import { titleOf } from "@/features/images/titles";
import { useDetailKeys } from "@/features/images/useDetailKeys";
import type { Go } from "@/features/images/WalkLink";
import { useTitle } from "@/lib/title";

interface Props {
  imageId: string;
  place: Place;
  onFindSimilar: (imageId: string) => void;
}

export function ImagePage({ imageId, place, onFindSimilar }: Props) {
  const navigate = useNavigate();
  const { data } = useQuery(imageQuery(imageId));
  const title = data ? titleOf(data) : "Image";
  useTitle(`Image ${data ? titleOf(data) : imageId}`);
  const heading = useRef<HTMLHeadingElement>(null);
  const go: Go = (id, next) => void navigate({ to: "/images/$id", params: { id }, search: paramsOf(next) });
  const onPlace = (next: Place) =>
    void navigate({
      to: "/images/$id",
      params: { id: imageId },
      search: paramsOf(next),
      state: (before) => before,
      replace: true,
      resetScroll: false,
    });
  useDetailKeys({ scope: "image", imageId, place, onPlace, go, onFindSimilar });
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, [imageId]);
  return (
    <div className="mx-auto w-full max-w-7xl p-4 sm:p-6">
      <h1
        ref={heading}
        tabIndex={-1}
        className="mb-4 text-xl font-semibold tracking-tight break-words outline-none focus-visible:shadow-none"
      >
        {title}
      </h1>
      <LoadedDetail
        imageId={imageId}
        layout="page"
        scope="image"
        place={place}
        onPlace={onPlace}
        onGo={undefined}
        onFindSimilar={onFindSimilar}
        question={undefined}
        shownAt={undefined}
      />
    </div>
  );
}
