/** The groups that are reviewed one after the other, and where this one stands among them. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { imageQuery } from "@/api/images";
import { type Group, isUndecided, type Scope } from "@/features/duplicates/model";
import { type Place, placeOf } from "@/features/duplicates/order";
import { groupQuery, groupsQuery, runQuery } from "@/features/duplicates/queries";
import { type GroupFilters, isNarrowed } from "@/features/duplicates/search";
import { count } from "@/lib/format";
import { pictureUrl } from "@/lib/pictures";

/** So many before the end of what is loaded, more is asked for. */
const NEAR_END = 8;
const NONE: readonly Group[] = [];

export interface Queue extends Place {
  /** "12 of 180"; empty for a group that is not in the list. */
  words: string;
}

export function useQueue(filters: GroupFilters, groupId: string): Queue {
  const {
    data: groups = NONE,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
  } = useInfiniteQuery(groupsQuery(filters));
  const place = placeOf(groups, groupId);
  const isNearEnd = place.index >= 0 && place.index + NEAR_END >= groups.length;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage, isNearEnd]);
  usePreload(filters.dataset, place.toDo ?? place.after);
  const all = useTotal(filters, groups, hasNextPage);
  return { ...place, words: place.index < 0 ? "" : `${count(place.index + 1)} of ${all}` };
}

/** How many there are: all that are undecided, as long as not every group of a plain list is loaded. */
function useTotal(filters: GroupFilters, groups: readonly Group[], hasMore: boolean): string {
  const isPlain = (filters.status ?? "review") === "review" && !isNarrowed(filters);
  const { data: run } = useQuery({ ...runQuery(filters.dataset), enabled: hasMore && isPlain });
  if (!hasMore) return count(groups.length);
  if (!run || !isPlain) return `${count(groups.length)}+`;
  return count(run.groups + groups.filter((one) => !isUndecided(one.status)).length);
}

/** The next group is there before it is asked for: its members, and the two pictures that are compared first. */
function usePreload(dataset: Scope, groupId: string | undefined): void {
  const cache = useQueryClient();
  useEffect(() => {
    if (groupId === undefined) return undefined;
    let isWanted = true;
    const load = async () => {
      const group = await cache.ensureQueryData(groupQuery(dataset, groupId));
      for (const { image } of group.members.slice(0, 2)) {
        const { large_preview_url } = await cache.ensureQueryData(imageQuery(image.image_id));
        if (isWanted) new Image().src = pictureUrl(large_preview_url);
      }
    };
    load().catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [cache, dataset, groupId]);
}
