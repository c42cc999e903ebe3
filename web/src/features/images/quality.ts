/** Quality checks and measures in words; docs/quality.md has what each of them is. */
import type { QualityCheck } from "@/api/qualityChecks";
import type { components } from "@/api/schema";
import { count, percent } from "@/lib/format";

type Schemas = components["schemas"];
export type Measures = Schemas["QualityMeasuresOut"];

interface Words {
  passes: string;
  /** What it says of the picture. */
  means: string;
  measure: keyof Measures;
}

export const MEANINGS: Readonly<Record<QualityCheck, Words>> = {
  dark: { passes: "light enough", means: "On the whole it is nearly black.", measure: "luma" },
  bright: { passes: "not too bright", means: "On the whole it is nearly white.", measure: "luma" },
  blurry: { passes: "sharp", means: "It has no sharp edge for its contrast.", measure: "focus" },
  low_information: {
    passes: "enough detail",
    means: "It has only a few levels of grey.",
    measure: "entropy",
  },
  odd_aspect: {
    passes: "a usual shape",
    means: "It is more than a panorama long.",
    measure: "aspect_ratio",
  },
  odd_size: {
    passes: "large enough",
    means: "There are too few pixels to see much.",
    measure: "shortest_side",
  },
  near_empty: {
    passes: "not empty",
    means: "Almost all of it has one colour.",
    measure: "plain_share",
  },
};

const NAMES: Readonly<Record<keyof Measures, string>> = {
  luma: "Brightness",
  contrast: "Contrast",
  focus: "Focus",
  sharpness: "Sharpness",
  entropy: "Entropy of its greys",
  plain_share: "Share of one colour",
  clipped_dark: "Darkest levels",
  clipped_bright: "Brightest levels",
  aspect_ratio: "Longer by shorter side",
  longest_side: "Longer side",
  shortest_side: "Shorter side",
};

const SHARES: ReadonlySet<string> = new Set(["plain_share", "clipped_dark", "clipped_bright"]);
const PIXELS: ReadonlySet<string> = new Set(["longest_side", "shortest_side"]);

/** What a measure is called. */
export function nameOf(measure: keyof Measures): string {
  return NAMES[measure];
}

/** A measure with its unit. */
export function valueOf(measure: string, value: number | null): string {
  if (value === null) return "cannot be said";
  if (SHARES.has(measure)) return percent(value);
  if (PIXELS.has(measure)) return `${count(value)} px`;
  if (measure === "entropy") return `${value.toFixed(2)} bits`;
  return measure === "aspect_ratio" ? `${value.toFixed(2)} : 1` : value.toFixed(3);
}

/** All measures, in the order in which they are told. */
export function rowsOf(measures: Measures): { name: string; value: string }[] {
  const ids = Object.keys(NAMES) as (keyof Measures)[];
  return ids.map((id) => ({ name: NAMES[id], value: valueOf(id, measures[id]) }));
}
