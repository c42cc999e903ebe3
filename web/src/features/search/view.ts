/** What the URL of a search holds. Whatever makes no sense in it counts as not said, each part for itself. */
import * as v from "valibot";

import { CHECKS } from "@/api/qualityChecks";
import { SOURCES } from "@/features/search/words";
import { form, imageId, may, typed, whole } from "@/lib/address";

export const MOST_EXAMPLES = 32;
export const PER_PAGE = [50, 100, 200] as const;
export const SIZES = [96, 160, 240] as const;
export const MOST_HOPS = 12;

const MOST_WORDS = 500;
const MOST_VALUES = 100;
const MOST_VALUE = 200;
const MOST_PIXELS = 2 ** 31 - 1;

const text = (most: number) =>
  v.pipe(
    typed,
    v.transform((value) => legible(value, most)),
    v.minLength(1),
  );
const list = <const T extends v.GenericSchema>(one: T, most: number) =>
  v.pipe(
    v.unknown(),
    v.transform((value) => kept(one, value).slice(0, most)),
    v.minLength(1),
  );

const marker = form(/^[0-9a-f]{12}$/);
const day = v.pipe(form(/^[1-9]\d{3}-\d{2}-\d{2}$/), v.check(isDay));
const value = () => text(MOST_VALUE);
const step = v.pipe(text(MOST_WORDS), v.regex(/^(t:.|i:[0-7][0-9A-HJKMNP-TV-Z]{25}$|f:[0-9a-f]{12}$)/u));
const edge = whole(0, 1000);

export const viewSchema = v.object({
  /** Which tab is open, and so which of `q` and `img`, `file` is asked about. */
  mode: may(v.picklist(["text", "image", "examples"])),
  q: may(text(MOST_WORDS)),
  /** The image that is asked about. */
  img: may(imageId),
  /** A file that is asked about: it is only in memory, and this says which. */
  file: may(marker),
  /** The part of the picture that is asked about: left, top, right, bottom, per mille of its sides. */
  crop: may(v.pipe(v.tuple([edge, edge, edge, edge]), v.check(hasArea))),
  tags: may(list(value(), MOST_VALUES)),
  all: may(list(value(), MOST_VALUES)),
  none: may(list(value(), MOST_VALUES)),
  /** The first and the last day, in the reader's own calendar. */
  since: may(day),
  until: may(day),
  owner: may(v.pipe(v.string(), v.uuid())),
  dataset: may(value()),
  category: may(value()),
  source: may(v.picklist(SOURCES)),
  /** The least quality, in percent. */
  quality: may(whole(1, 100)),
  checks: may(list(v.picklist(CHECKS), CHECKS.length)),
  nochecks: may(list(v.picklist(CHECKS), CHECKS.length)),
  minw: may(whole(1, MOST_PIXELS)),
  maxw: may(whole(1, MOST_PIXELS)),
  minh: may(whole(1, MOST_PIXELS)),
  maxh: may(whole(1, MOST_PIXELS)),
  limit: may(v.picklist(PER_PAGE)),
  /** The least score, per mille. */
  min: may(whole(-1000, 1000)),
  gate: may(whole(0, 64)),
  crops: may(v.literal(true)),
  fb: may(v.literal(true)),
  pos: may(list(imageId, MOST_EXAMPLES)),
  neg: may(list(imageId, MOST_EXAMPLES)),
  /** The questions that were walked over, the last one last: `t:words`, `i:image`, `f:file`. */
  trail: may(list(step, MOST_HOPS)),
  /** The image whose detail is open. */
  id: may(imageId),
  size: may(v.picklist(SIZES)),
});

export type View = v.InferOutput<typeof viewSchema>;

/** How a view is changed: by its parts. `isReplace`: Back does not lead to what was before. */
export type Go = (change: Partial<View>, how?: { isReplace?: boolean }) => void;

export const isImageId = (text: string): boolean => v.is(imageId, text);

/** The values of a list, or the one that stands alone, that make sense; each once. */
function kept<const T extends v.GenericSchema>(one: T, value: unknown): v.InferOutput<T>[] {
  const read = (Array.isArray(value) ? value : [value]).map((each: unknown) => v.safeParse(one, each));
  return [...new Set(read.flatMap(({ success, output }) => (success ? [output] : [])))];
}

function hasArea([left, top, right, bottom]: [number, number, number, number]): boolean {
  return right > left && bottom > top;
}

/** True of days that the calendar has. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, date = 0] = text.split("-").map(Number);
  const one = new Date(Date.UTC(year, month - 1, date));
  return one.getUTCMonth() === month - 1 && one.getUTCDate() === date;
}

/** Control characters and halves of characters are refused by the API, and are nothing that somebody typed. */
function legible(text: string, most: number): string {
  const plain = text.slice(0, 2 * most).replaceAll(/\p{Cc}/gu, " ");
  return plain
    .trim()
    .slice(0, most)
    .replaceAll(/\p{Cs}/gu, "")
    .trim();
}
