/** Why the gallery shows no group, and what to do about it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { EmptyState } from "@/components/EmptyState";
import { nextFilled, pairsAt } from "@/features/duplicates/pairs";
import { groupsQuery, histogramQuery } from "@/features/duplicates/queries";
import { type DedupeSearch, isNarrowed } from "@/features/duplicates/search";
import { counted, threshold } from "@/lib/format";
import { Button, buttonLooks } from "@/ui/Button";

interface Props {
  search: DedupeSearch;
  keptAt: number;
  onSearch: (change: Partial<DedupeSearch>) => void;
}

export function GalleryEmpty({ search, keptAt, onSearch }: Props) {
  const { status = "review", dataset } = search;
  if (status !== "review" || isNarrowed(search))
    return (
      <EmptyState
        title="No group fits"
        actions={
          <Button
            look="primary"
            onClick={() => onSearch({ status: undefined, tier: undefined, tag: undefined, group: undefined })}
          >
            Show all that wait for review
          </Button>
        }
      >
        <p>Other states, tiers or tags may have some.</p>
      </EmptyState>
    );
  return <NothingToReview dataset={dataset} keptAt={keptAt} onSearch={onSearch} />;
}

type NothingProps = Pick<Props, "keptAt" | "onSearch"> & Pick<DedupeSearch, "dataset">;

function NothingToReview({ dataset, keptAt, onSearch }: NothingProps) {
  const all = useInfiniteQuery(groupsQuery({ dataset, status: "all" }));
  if (!all.data) return null;
  if (all.data.length > 0) return <AllReviewed dataset={dataset} />;
  return <NothingFound dataset={dataset} keptAt={keptAt} onSearch={onSearch} />;
}

function AllReviewed({ dataset }: Pick<DedupeSearch, "dataset">) {
  return (
    <EmptyState
      title="Everything is reviewed"
      actions={
        <>
          <Link to="/dedupe" search={{ dataset, status: "resolved" }} className={buttonLooks({})}>
            See what was resolved
          </Link>
          <Link to="/dedupe" search={{ dataset, status: "different" }} className={buttonLooks({})}>
            See what are no duplicates
          </Link>
        </>
      }
    >
      <p>No group waits for you. Decisions stay, also at another threshold; new images come here by themselves.</p>
    </EmptyState>
  );
}

function NothingFound({ dataset, keptAt, onSearch }: NothingProps) {
  const { data: histogram } = useQuery(histogramQuery(dataset));
  const lower = histogram && nextFilled(histogram, keptAt);
  return (
    <EmptyState
      title={`No near-duplicates at ${threshold(keptAt)}`}
      actions={
        lower !== undefined && (
          <Button look="primary" onClick={() => onSearch({ t: lower })}>
            Look at {threshold(lower)}
          </Button>
        )
      }
    >
      <p>
        {histogram && lower !== undefined
          ? `At ${threshold(lower)} there are ${counted(pairsAt(histogram, lower).least, "pair")}.`
          : "No two images are near each other, at any threshold from 0.80 on."}
      </p>
    </EmptyState>
  );
}
