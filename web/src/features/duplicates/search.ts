/** What the addresses of both pages hold. What does not fit is left out, never an error. */
import * as z from "zod/mini";

import type { Status } from "@/features/duplicates/model";
import { TIERS } from "@/features/duplicates/words";

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
const name = z.coerce.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/));
const tag = z.coerce.string().check(z.minLength(1), z.maxLength(64));
const groupId = z.string().check(z.regex(/^[0-9a-f]{32}$/));

const filters = {
  dataset: z.catch(z.optional(name), undefined),
  tier: z.catch(z.optional(z.array(z.enum(TIERS)).check(z.minLength(1))), undefined),
  status: z.catch(z.optional(z.enum(SHOWN)), undefined),
  tag: z.catch(z.optional(tag), undefined),
  sort: z.catch(z.optional(z.enum(SORTS)), undefined),
};

export const dedupeSearch = z.object({
  ...filters,
  /** The threshold that is looked at, in thousandths. */
  t: z.catch(z.optional(z.int().check(z.minimum(FEWEST), z.maximum(MOST))), undefined),
  group: z.catch(z.optional(groupId), undefined),
  batch: z.catch(z.optional(z.uuid()), undefined),
});

const COMPARISONS = ["side", "grid", "flicker", "split", "difference"] as const;

export const reviewSearch = z.object({
  ...filters,
  /** The member that is looked at. */
  i: z.catch(z.optional(z.int().check(z.minimum(0), z.maximum(199))), undefined),
  compare: z.catch(z.optional(z.enum(COMPARISONS)), undefined),
});

export type DedupeSearch = z.infer<typeof dedupeSearch>;
export type ReviewSearch = z.infer<typeof reviewSearch>;

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
