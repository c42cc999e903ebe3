/** Tiers, states and rules in words. */
import type { Status, Tier } from "@/features/duplicates/model";

export const TIERS = ["T1", "T2", "T3", "T4"] as const satisfies readonly Tier[];

export const TIER_WORDS: Record<Tier, string> = {
  T0: "same bytes",
  T1: "same pixels",
  T2: "edited",
  T3: "turned",
  T4: "variants",
};

export const TIER_HINTS: Record<Tier, string> = {
  T0: "the very same file",
  T1: "the same picture in other bytes",
  T2: "saved again, resized, cropped a little or brightened",
  T3: "turned or mirrored",
  T4: "alike to the model only; no rule ever resolves them",
};

export const STATUS_WORDS: Record<Status, string> = {
  open: "to review",
  skipped: "skipped",
  confirmed: "same, to resolve",
  variant: "variants, all kept",
  different: "not duplicates",
  resolved: "resolved",
};

/** How one picture was turned against the other: "mirrored", "rotated 90°"; nothing for one that stands upright. */
export function turnWords(turn: string): string {
  return turn === "upright" ? "" : turn.replace(/_(\d+)$/, " $1°").replaceAll("_", " ");
}
