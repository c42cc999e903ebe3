/** What is most like this image, with percents; a click walks on. */
import { ScanSearch, Search } from "lucide-react";
import type { KeyboardEvent } from "react";

import { ErrorPanel } from "@/components/ErrorPanel";
import { PercentBadge } from "@/components/PercentBadge";
import { Thumb } from "@/components/Thumb";
import { type Place, walked } from "@/features/images/place";
import { captionOf } from "@/features/images/titles";
import type { ImageDetail } from "@/api/images";
import { type Hit, MOST_SHOWN, useSimilar } from "@/features/images/useSimilar";
import { type Go, WalkLink } from "@/features/images/WalkLink";
import { percent } from "@/lib/format";
import { pictureUrl } from "@/lib/pictures";
import { Button } from "@/ui/Button";
import { Skeleton } from "@/ui/Skeleton";

interface Props {
  image: ImageDetail;
  place: Place;
  onGo: Go | undefined;
  onLook: (isLooking: boolean) => void;
  onFindSimilar: (imageId: string) => void;
}

const GRID = "grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-2";

export function SimilarTab({ image, place, onGo, onLook, onFindSimilar }: Props) {
  const { isLooking } = place;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        <Button aria-pressed={isLooking} look={isLooking ? "primary" : "plain"} onClick={() => onLook(!isLooking)}>
          <ScanSearch aria-hidden size={16} /> Find similar
        </Button>
        <Button onClick={() => onFindSimilar(image.image_id)}>
          <Search aria-hidden size={16} /> Search with this
        </Button>
      </div>
      {image.state === "searchable" ? (
        <Hits imageId={image.image_id} place={place} onGo={onGo} />
      ) : (
        isLooking && <p className="text-sm text-quiet">Only images that are searchable can be compared with others.</p>
      )}
    </div>
  );
}

function Hits({ imageId, place, onGo }: { imageId: string; place: Place; onGo: Go | undefined }) {
  const { data, error, refetch } = useSimilar(imageId, place.isLooking);
  if (!place.isLooking) return null;
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting />;
  if (data.hits.length === 0)
    return <p className="text-sm text-quiet">Nothing to compare with yet: this is the only searchable image.</p>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows move between its links
    <ol aria-label="Similar images" className={GRID} onKeyDown={moveFocus}>
      {data.hits.map((hit) => (
        <li key={hit.image_id}>
          <WalkLink
            imageId={hit.image_id}
            place={walked(place, imageId, hit.image_id)}
            from={imageId}
            onGo={onGo}
            className="relative block rounded-control"
            label={nameOf(hit)}
          >
            <Thumb src={pictureUrl(hit.preview_url)} alt="" />
            <PercentBadge score={Math.max(0, hit.score)} className="absolute bottom-1 left-1" />
          </WalkLink>
        </li>
      ))}
    </ol>
  );
}

function nameOf(hit: Hit): string {
  return `${captionOf(hit.image_id, hit.payload?.tags)}, ${percent(Math.max(0, hit.score))} match`;
}

function Waiting() {
  return (
    <div role="status" aria-label="Looking for similar images" className={GRID}>
      {Array.from({ length: MOST_SHOWN }, (_, index) => (
        <Skeleton key={index} className="aspect-square" />
      ))}
    </div>
  );
}

/** Arrows go from one to the next, as in every list of images. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
  if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a")];
  const now = links.findIndex((one) => one === document.activeElement);
  const next = links[Math.min(links.length - 1, Math.max(0, now + by))];
  event.preventDefault();
  next?.focus();
}
