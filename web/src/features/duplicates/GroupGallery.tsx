/** All groups that fit, as cards. A click shows a group's images; Enter opens its review. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useCallback, useMemo } from "react";

import { ErrorPanel } from "@/components/ErrorPanel";
import type { Selection } from "@/components/thumbGrid/selection";
import { ThumbGrid } from "@/components/thumbGrid/ThumbGrid";
import { CAPTION_HEIGHT, GroupCard, labelOf } from "@/features/duplicates/GroupCard";
import type { Group } from "@/features/duplicates/model";
import { groupsQuery, PAGE } from "@/features/duplicates/queries";
import { filtersOf, type GroupFilters, isShown } from "@/features/duplicates/search";
import { Skeleton } from "@/ui/Skeleton";

const TILE = 250;
const keyOf = (group: Group) => group.groupId;

/** So many pages are asked for again by themselves when somebody comes back. */
const MOST_REFRESHED = 10;
const isShort = ({ state }: { state: { data?: { pages: readonly unknown[] } | undefined } }) =>
  (state.data?.pages.length ?? 0) <= MOST_REFRESHED;

interface Props {
  filters: GroupFilters;
  chosen: string | undefined;
  onChoose: (groupId: string) => void;
  onOpen: (groupId: string) => void;
  selection: Selection;
  /** Undefined where nothing can be done with a selection. */
  onSelect: ((next: Selection) => void) | undefined;
  /** Shown where there is no group. */
  empty: ReactNode;
}

export function GroupGallery({ filters, chosen, onChoose, onOpen, selection, onSelect, empty }: Props) {
  const query = useInfiniteQuery({ ...groupsQuery(filters), refetchOnMount: isShort });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const groups = useMemo(() => data?.filter((one) => isShown(one.status, filters.status)), [data, filters.status]);
  const loaded = groups?.length ?? 0;
  const more = useCallback(
    (_first: number, last: number) => {
      if (last >= loaded && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [fetchNextPage, hasNextPage, isFetchingNextPage, loaded],
  );
  const render = useCallback(
    (group: Group, _index: number, { isFast }: { isFast: boolean }) => (
      <GroupCard group={group} dataset={filters.dataset} isFast={isFast} isChosen={group.groupId === chosen} />
    ),
    [chosen, filters.dataset],
  );
  if (!groups) return query.error ? <ErrorPanel error={query.error} onRetry={() => void query.refetch()} /> : <Cards />;
  if (groups.length === 0 && !hasNextPage) return empty;
  const review = (event: KeyboardEvent<HTMLElement>) => {
    const cell = event.target instanceof HTMLElement ? event.target.dataset["index"] : undefined;
    const group = cell === undefined ? undefined : groups[Number(cell)];
    if (event.key !== "Enter" || !group) return;
    event.preventDefault();
    event.stopPropagation();
    onOpen(group.groupId);
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the cells have the focus; this only hears Enter
    <div className="h-full min-h-0" onKeyDownCapture={review}>
      <ThumbGrid
        label="Groups of near-duplicates"
        items={groups}
        total={groups.length + (hasNextPage ? PAGE : 0)}
        keyOf={keyOf}
        labelOf={labelOf}
        render={render}
        tile={TILE}
        captionHeight={CAPTION_HEIGHT}
        onNear={more}
        onOpen={(group) => onChoose(group.groupId)}
        restoreKey={`groups ${JSON.stringify(filtersOf(filters))}`}
        {...(onSelect ? { selection, onSelect } : {})}
      />
    </div>
  );
}

const PLACES = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

function Cards() {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-2 p-2" aria-hidden>
      {PLACES.map((place) => (
        <Skeleton key={place} className="h-80" />
      ))}
    </div>
  );
}
