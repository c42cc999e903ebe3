/** Views for tests: any that a URL can hold, the same on every run. */
import { CHECKS } from "@/api/qualityChecks";
import type { View } from "@/features/search/view";
import { SOURCES } from "@/features/search/words";

export const A = "01M7ZNGEZRDZT8FBT24F6R3NDC";
export const B = "01M7ZNGEZF88NT0FY8ABJP1CBD";
export const C = "01M7ZNGEZF88NT0FY8ABJP1CBE";
export const OWNER = "ebdae3aa-a2a6-4df4-8d2e-a670dc15bff2";

/** The same numbers on every run: a failure can be met again. */
function random(seed: number) {
  let state = seed;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const one = <T>(from: readonly T[]): T => from[whole(0, from.length - 1)] as T;
  const some = <T>(from: readonly T[]) => [...new Set(Array.from({ length: whole(1, 4) }, () => one(from)))];
  return { next, whole, one, some };
}

const WORDS = [
  "cat",
  "123",
  "true",
  "null",
  '"',
  "[1]",
  "a&b=c",
  "ü 猫 🐈",
  "<b>x</b>",
  "%41+%",
  "{}",
  "#",
  "-0",
  "1e3",
];

export function anyView(seed: number): View {
  const { next, whole, one, some } = random(seed);
  const day = () => `20${whole(10, 40)}-0${whole(1, 9)}-${whole(10, 28)}`;
  const every: Required<{ [K in keyof View]: () => View[K] }> = {
    mode: () => one(["text", "image", "examples"] as const),
    q: () => one(WORDS),
    img: () => one([A, B]),
    file: () => "0123456789ab",
    crop: () => [whole(0, 400), whole(0, 400), whole(500, 1000), whole(500, 1000)],
    tags: () => some(WORDS),
    all: () => some(WORDS),
    none: () => some(WORDS),
    since: day,
    until: day,
    owner: () => OWNER,
    dataset: () => one(WORDS),
    category: () => one(WORDS),
    source: () => one(SOURCES),
    quality: () => whole(1, 100),
    checks: () => some(CHECKS),
    nochecks: () => some(CHECKS),
    minw: () => whole(1, 9999),
    maxw: () => whole(1, 9999),
    minh: () => whole(1, 9999),
    maxh: () => whole(1, 9999),
    limit: () => one([50, 100, 200] as const),
    min: () => whole(-1000, 1000),
    gate: () => whole(0, 64),
    crops: () => true,
    fb: () => true,
    pos: () => some([A, B]),
    neg: () => some([B, C]),
    trail: () => some([`t:${one(WORDS)}`, `i:${A}`, "f:0123456789ab"]),
    id: () => one([A, B, C]),
    size: () => one([96, 160, 240] as const),
  };
  return Object.fromEntries(
    Object.entries(every).flatMap(([key, make]) => (next() < 0.4 ? [[key, make()]] : [])),
  ) as View;
}
