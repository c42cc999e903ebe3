/** The fixed words of filters, and how people read them. */
import type { components } from "@/api/schema";

type Check = components["schemas"]["QualityCheck"];
type Source = components["schemas"]["Source"];

export const CHECKS = [
  "dark",
  "bright",
  "blurry",
  "low_information",
  "odd_aspect",
  "odd_size",
  "near_empty",
] as const satisfies readonly Check[];

export const SOURCES = ["upload", "api", "batch"] as const satisfies readonly Source[];

export const CHECK_NAMES: Record<Check, string> = {
  dark: "dark",
  bright: "too bright",
  blurry: "blurry",
  low_information: "low information",
  odd_aspect: "odd shape",
  odd_size: "odd size",
  near_empty: "nearly empty",
};

export const SOURCE_NAMES: Record<Source, string> = { upload: "an upload", api: "the API", batch: "batch indexing" };
