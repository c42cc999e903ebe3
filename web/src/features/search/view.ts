/** What the URL of a search holds. Whatever makes no sense in it counts as not said, each part for itself. */
import * as z from "zod/mini";

import { CHECKS, SOURCES } from "@/features/search/words";

export const MOST_EXAMPLES = 32;
export const PER_PAGE = [50, 100, 200] as const;
export const SIZES = [96, 160, 240] as const;
export const MOST_HOPS = 12;

const MOST_WORDS = 500;
const MOST_VALUES = 100;
const MOST_VALUE = 200;
const MOST_PIXELS = 2 ** 31 - 1;

/** A number or a boolean in a URL is a word that somebody typed. */
const text = (most: number) =>
  z.pipe(
    z.pipe(
      z.union([z.string(), z.number(), z.boolean()]),
      z.transform((value: string | number | boolean) => legible(String(value), most)),
    ),
    z.string().check(z.minLength(1)),
  );
const list = <T extends z.ZodMiniType>(one: T, most: number) =>
  z.pipe(
    z.transform((value: unknown) => (Array.isArray(value) ? value : [value])),
    z.pipe(
      z.transform((values: unknown[]) => [...new Set(values.flatMap((value) => kept(one, value)))].slice(0, most)),
      z.array(z.custom<z.output<T>>()).check(z.minLength(1)),
    ),
  );
const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));
const may = <T extends z.ZodMiniType>(schema: T) => z.catch(z.optional(schema), undefined);

const imageId = z.string().check(z.regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/));
const marker = z.string().check(z.regex(/^[0-9a-f]{12}$/));
const day = z.string().check(z.regex(/^[1-9]\d{3}-\d{2}-\d{2}$/), z.refine(isDay));
const value = () => text(MOST_VALUE);
const step = text(MOST_WORDS).check(z.regex(/^(t:.|i:[0-7][0-9A-HJKMNP-TV-Z]{25}$|f:[0-9a-f]{12}$)/u));

export const viewSchema = z.object({
  /** Which tab is open, and so which of `q` and `img`, `file` is asked about. */
  mode: may(z.enum(["text", "image", "examples"])),
  q: may(text(MOST_WORDS)),
  /** The image that is asked about. */
  img: may(imageId),
  /** A file that is asked about: it is only in memory, and this says which. */
  file: may(marker),
  /** The part of the picture that is asked about: left, top, right, bottom, per mille of its sides. */
  crop: may(z.tuple([whole(0, 1000), whole(0, 1000), whole(0, 1000), whole(0, 1000)]).check(z.refine(hasArea))),
  tags: may(list(value(), MOST_VALUES)),
  all: may(list(value(), MOST_VALUES)),
  none: may(list(value(), MOST_VALUES)),
  /** The first and the last day, in the reader's own calendar. */
  since: may(day),
  until: may(day),
  owner: may(z.uuid()),
  dataset: may(value()),
  category: may(value()),
  source: may(z.enum(SOURCES)),
  /** The least quality, in percent. */
  quality: may(whole(1, 100)),
  checks: may(list(z.enum(CHECKS), CHECKS.length)),
  nochecks: may(list(z.enum(CHECKS), CHECKS.length)),
  minw: may(whole(1, MOST_PIXELS)),
  maxw: may(whole(1, MOST_PIXELS)),
  minh: may(whole(1, MOST_PIXELS)),
  maxh: may(whole(1, MOST_PIXELS)),
  limit: may(z.literal([...PER_PAGE])),
  /** The least score, per mille. */
  min: may(whole(-1000, 1000)),
  gate: may(whole(0, 64)),
  crops: may(z.literal(true)),
  fb: may(z.literal(true)),
  pos: may(list(imageId, MOST_EXAMPLES)),
  neg: may(list(imageId, MOST_EXAMPLES)),
  /** The questions that were walked over, the last one last: `t:words`, `i:image`, `f:file`. */
  trail: may(list(step, MOST_HOPS)),
  /** The image whose detail is open. */
  id: may(imageId),
  size: may(z.literal([...SIZES])),
});

export type View = z.infer<typeof viewSchema>;

/** How a view is changed: by its parts. `isReplace`: Back does not lead to what was before. */
export type Go = (change: Partial<View>, how?: { isReplace?: boolean }) => void;

export const isImageId = (text: string): boolean => imageId.safeParse(text).success;

function kept<T extends z.ZodMiniType>(one: T, value: unknown): z.output<T>[] {
  const read = one.safeParse(value);
  return read.success ? [read.data] : [];
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
