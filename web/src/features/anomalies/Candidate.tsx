/** The image in question, as large as the page allows. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { imageQuery } from "@/api/images";
import type { Anomaly } from "@/features/anomalies/question";
import { nameOf } from "@/features/anomalies/words";
import { bytes, count } from "@/lib/format";
import { pictureUrl } from "@/lib/pictures";
import { Badge } from "@/ui/Badge";

interface Props {
  anomaly: Anomaly;
  /** "3 of 50". */
  where: string;
}

export function Candidate({ anomaly, where }: Props) {
  const { image } = anomaly;
  return (
    <figure className="flex min-w-0 flex-col overflow-hidden rounded-card border border-line bg-surface">
      <Picture key={image.image_id} anomaly={anomaly} />
      <figcaption className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2 text-sm">
        <Link
          to="/images/$id"
          params={{ id: image.image_id }}
          className="min-w-0 font-medium break-all text-accent underline underline-offset-2"
        >
          {nameOf(anomaly)}
        </Link>
        <span className="text-quiet tabular-nums">
          {count(image.width)} × {count(image.height)}, {bytes(image.size_bytes)}
        </span>
        {anomaly.flagged ? <Badge tone="warn">Flagged</Badge> : <Badge>Not flagged</Badge>}
        <span className="ml-auto text-quiet tabular-nums">{where}</span>
      </figcaption>
    </figure>
  );
}

/** The small preview is there at once and stands in for the large one until that is here, or for good. */
function Picture({ anomaly }: { anomaly: Anomaly }) {
  const { data } = useQuery(imageQuery(anomaly.image.image_id));
  const [isLarge, setLarge] = useState(false);
  const small = pictureUrl(anomaly.image.preview_url);
  const large = data && pictureUrl(data.large_preview_url);
  const looks = "absolute inset-0 size-full object-contain";
  return (
    <div className="relative h-[clamp(14rem,calc(100dvh-37rem),44rem)] bg-raised">
      {!isLarge && <img src={small} alt={nameOf(anomaly)} decoding="async" className={looks} />}
      {large && (
        <img
          src={large}
          alt={isLarge ? nameOf(anomaly) : ""}
          decoding="async"
          className={isLarge ? looks : "sr-only"}
          onLoad={() => setLarge(true)}
        />
      )}
    </div>
  );
}
