/** What the addresses of both pages hold. What does not fit is left out, never an error. */
import * as v from "valibot";

import type { Status } from "@/features/duplicates/model";
import { TIERS } from "@/features/duplicates/words";
import { form, may, typed, whole } from "@/lib/address";

export const FEWEST = 800;
export const MOST = 990;

export const SHOWN = ["review", "skipped", "variant", "different", "resolved", "all"] as const;
export type Shown = (typeof SHOWN)[number];

export const SORTS = [
  "-size",
  "size",
  "worst_similarity",
  "-worst_similarity",
  "-reclaimable_bytes",
  "reclaimable_bytes",
] as const;
export type Sort = (typeof SORTS)[number];

/** The API's name of a dataset. */
const name = v.pipe(typed, v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/));
const tag = v.pipe(typed, v.minLength(1), v.maxLength(64));
const groupId = form(/^[0-9a-f]{32}$/);

const filters = {
  dataset: may(name),
  tier: may(v.pipe(v.array(v.picklist(TIERS)), v.minLength(1))),
  status: may(v.picklist(SHOWN)),
  tag: may(tag),
  sort: may(v.picklist(SORTS)),
};

export const dedupeSearch = v.object({
  ...filters,
  /** The threshold that is looked at, in thousandths. */
  t: may(whole(FEWEST, MOST)),
  group: may(groupId),
  batch: may(v.pipe(v.string(), v.uuid())),
});

const COMPARISONS = ["side", "grid", "flicker", "split", "difference"] as const;

export const reviewSearch = v.object({
  ...filters,
  /** The member that is looked at. */
  i: may(whole(0, 199)),
  compare: may(v.picklist(COMPARISONS)),
});

export type DedupeSearch = v.InferOutput<typeof dedupeSearch>;
export type ReviewSearch = v.InferOutput<typeof reviewSearch>;

/** Which groups: everything that makes another list of it. */
export type GroupFilters = Pick<DedupeSearch, "dataset" | "tier" | "status" | "tag" | "sort">;

export function filtersOf(search: GroupFilters): GroupFilters {
  const { dataset, tier, status, tag: named, sort } = search;
  return { dataset, tier, status, tag: named, sort };
}

const STATUSES: Record<Shown, readonly Status[]> = {
  review: ["open", "confirmed"],
  skipped: ["skipped"],
  variant: ["variant"],
  different: ["different"],
  resolved: ["resolved"],
  all: [],
};

/** Whether a group of this status belongs to what is shown; one that was decided meanwhile does not any more. */
export function isShown(status: Status, shown: Shown = "review"): boolean {
  return shown === "all" || STATUSES[shown].includes(status);
}

/** The question to the API that the filters stand for. */
export function questionOf({ dataset, tier, status = "review", tag: named, sort = "-size" }: GroupFilters) {
  return {
    ...(dataset === undefined ? {} : { dataset_id: dataset }),
    ...(tier === undefined ? {} : { tier: [...tier] }),
    ...(STATUSES[status].length === 0 ? {} : { status: [...STATUSES[status]] }),
    ...(named === undefined ? {} : { tag: named }),
    sort,
  };
}

/** Whether something narrows the list beside its status. */
export function isNarrowed({ tier, tag: named }: GroupFilters): boolean {
  return tier !== undefined || named !== undefined;
}
