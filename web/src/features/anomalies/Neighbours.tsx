/** The images that are nearest to the candidate, with how alike they are. */
import { Link } from "@tanstack/react-router";

import type { components } from "@/api/schema";
import { PercentBadge } from "@/components/PercentBadge";
import { Thumb } from "@/components/Thumb";
import { NEIGHBOURS_SHOWN } from "@/features/anomalies/usePreload";
import { pictureUrl } from "@/lib/pictures";

type Neighbour = components["schemas"]["NeighbourOut"];

export function Neighbours({ evidence }: { evidence: readonly Neighbour[] }) {
  return (
    <div>
      <h2 className="mb-1.5 font-semibold">The nearest to it</h2>
      <ol className="grid grid-cols-3 gap-3">
        {evidence.slice(0, NEIGHBOURS_SHOWN).map((one) => (
          <li key={one.image_id} className="min-w-0">
            {one.preview_url ? <Present one={one} url={one.preview_url} /> : <Gone one={one} />}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Present({ one, url }: { one: Neighbour; url: string }) {
  return (
    <Link to="/images/$id" params={{ id: one.image_id }} className="block rounded-control">
      <span className="relative block">
        <Thumb src={pictureUrl(url)} alt="" />
        <PercentBadge score={likeness(one)} className="absolute right-1 bottom-1" />
      </span>
      <span className="mt-1 block truncate text-xs text-quiet">{one.filename ?? one.image_id}</span>
    </Link>
  );
}

function Gone({ one }: { one: Neighbour }) {
  return (
    <>
      <span className="relative grid aspect-square place-items-center rounded-control border border-dashed border-edge p-2 text-center text-xs text-quiet">
        No longer there
        <PercentBadge score={likeness(one)} className="absolute right-1 bottom-1" />
      </span>
      <span className="mt-1 block truncate text-xs text-quiet">{one.image_id}</span>
    </>
  );
}

const likeness = ({ distance }: Neighbour) => Math.max(0, 1 - distance);
