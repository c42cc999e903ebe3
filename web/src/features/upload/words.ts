/** States, tiers and times in words. */
import type { Like, Tab, UploadState } from "@/features/upload/uploadFile";
import { duration, percent } from "@/lib/format";

export const TAB_NAMES: Readonly<Record<Tab | "all", string>> = {
  all: "All",
  waiting: "Waiting",
  sending: "Sending",
  indexing: "Taking in",
  done: "New",
  duplicate: "Here already",
  failed: "Failed",
  refused: "Not taken",
  cancelled: "Cancelled",
};

export const STATE_NAMES: Readonly<Record<UploadState, string>> = {
  queued: "Waiting",
  hashing: "Reading",
  checking: "Checking",
  sending: "Sending",
  ingesting: "Taking in",
  done: "New",
  duplicate: "Here already",
  failed: "Failed",
  refused: "Not taken",
  cancelled: "Cancelled",
};

const TIERS: Readonly<Record<string, string>> = {
  T0: "same bytes",
  T1: "same pixels",
  T2: "edited copy",
  T3: "turned or mirrored",
  T4: "variant",
};

/** "97 %, edited copy"; without a similarity, the bits in which the hashes differ. */
export function likenessOf({ tier, cosine, hamming }: Like): string {
  const kind = TIERS[tier] ?? tier;
  if (cosine !== null) return `${percent(cosine)}, ${kind}`;
  return hamming === null ? kind : `${kind}, ${hamming} of 64 bits differ`;
}

/** "about 2 min", or a range where the pace changes. */
export function timeLeft({ from, to }: { readonly from: number; readonly to: number }): string {
  const [least, most] = [duration(from), duration(to)];
  return least === most ? `about ${least}` : `about ${least} to ${most}`;
}
