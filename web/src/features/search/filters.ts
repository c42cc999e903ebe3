/** Filters: from the URL's words to the API's conditions, and to the chips that stand for them. */
import { CHECK_NAMES } from "@/api/qualityChecks";
import { dayAfter, dayStart, shownDay } from "@/features/search/days";
import type { View } from "@/features/search/view";
import { SOURCE_NAMES } from "@/features/search/words";

export const FILTER_KEYS = [
  "tags",
  "all",
  "none",
  "since",
  "until",
  "dataset",
  "category",
  "owner",
  "source",
  "quality",
  "checks",
  "nochecks",
  "minw",
  "maxw",
  "minh",
  "maxh",
] as const satisfies readonly (keyof View)[];
export type Filters = Pick<View, (typeof FILTER_KEYS)[number]>;
export type ApiFilter = Record<string, unknown>;

/** Takes every filter away. */
export const NO_FILTERS = Object.fromEntries(FILTER_KEYS.map((key) => [key, undefined])) as Filters;

/** Only the filters of a view. */
export function filtersOf(view: View): Filters {
  return Object.fromEntries(FILTER_KEYS.flatMap((key) => (view[key] === undefined ? [] : [[key, view[key]]])));
}

export function hasFilters(view: View): boolean {
  return FILTER_KEYS.some((key) => view[key] !== undefined);
}

/** The condition that the API is sent; undefined where every image passes. */
export function apiFilter(view: View): ApiFilter | undefined {
  const conditions: ApiFilter = {
    tags: said({ any: view.tags, all: view.all, none: view.none }),
    created_at: said({ gte: view.since && dayStart(view.since), lt: view.until && dayAfter(view.until) }),
    dataset_id: view.dataset,
    category_id: view.category,
    owner_user_id: view.owner,
    source: view.source,
    quality_score: said({ gte: view.quality && view.quality / 100 }),
    quality_checks: said({ any: view.checks, none: view.nochecks }),
    width: said({ gte: view.minw, lte: view.maxw }),
    height: said({ gte: view.minh, lte: view.maxh }),
  };
  return said(conditions);
}

/** Without what was not said; undefined when nothing was. */
function said(parts: Record<string, unknown>): ApiFilter | undefined {
  const entries = Object.entries(parts).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

export interface FilterChip {
  key: string;
  text: string;
  /** What taking it away changes. */
  change: Partial<View>;
}

/** One chip for each value, so that each can be taken away by itself. */
export function chipsOf(view: View, userId: string | undefined): FilterChip[] {
  return [
    ...each(view, "tags", (tag) => `tag: ${tag}`),
    ...each(view, "all", (tag) => `with tag: ${tag}`),
    ...each(view, "none", (tag) => `without tag: ${tag}`),
    ...one(view, "since", (day) => `from ${shownDay(day)}`),
    ...one(view, "until", (day) => `until ${shownDay(day)}`),
    ...one(view, "dataset", (name) => `dataset: ${name}`),
    ...one(view, "category", (name) => `category: ${name}`),
    ...one(view, "owner", (id) => (id === userId ? "yours" : `owner: ${id}`)),
    ...one(view, "source", (source) => `from ${SOURCE_NAMES[source]}`),
    ...one(view, "quality", (share) => `quality ≥ ${share} %`),
    ...each(view, "checks", (check) => `only ${CHECK_NAMES[check]}`),
    ...each(view, "nochecks", (check) => `not ${CHECK_NAMES[check]}`),
    ...one(view, "minw", (pixels) => `width ≥ ${pixels}`),
    ...one(view, "maxw", (pixels) => `width ≤ ${pixels}`),
    ...one(view, "minh", (pixels) => `height ≥ ${pixels}`),
    ...one(view, "maxh", (pixels) => `height ≤ ${pixels}`),
  ];
}

type Value<K extends keyof View> = NonNullable<View[K]>;

function one<K extends keyof Filters>(view: View, key: K, spell: (value: Value<K>) => string): FilterChip[] {
  const value = view[key];
  return value === undefined ? [] : [{ key, text: spell(value), change: { [key]: undefined } }];
}

type Lists = "tags" | "all" | "none" | "checks" | "nochecks";

function each<K extends Lists>(view: View, key: K, spell: (value: Value<K>[number]) => string): FilterChip[] {
  const values: readonly Value<K>[number][] = view[key] ?? [];
  return values.map((value) => {
    const rest = values.filter((other) => other !== value);
    return { key: `${key} ${value}`, text: spell(value), change: { [key]: rest.length > 0 ? rest : undefined } };
  });
}
