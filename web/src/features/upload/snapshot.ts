/** The queue as the page shows it: one immutable object, made anew at most ten times a second. */
import type { Ledger } from "@/features/upload/ledger";
import { TABS, type Outcome, type Tab } from "@/features/upload/uploadFile";

export type Counts = Readonly<Record<Tab | "all", number>>;

export interface Snapshot {
  readonly counts: Counts;
  /** Files that need nothing more, whatever became of them. */
  readonly ended: number;
  readonly bytesTotal: number;
  readonly bytesMoved: number;
  /** Bytes sent in a second, over the last ten. */
  readonly pace: number;
  readonly left: { readonly from: number; readonly to: number } | null;
  /** `idle`: nothing is to be sent. `halted`: it stopped by itself, `halt` says why. */
  readonly run: "idle" | "running" | "paused" | "halted";
  readonly halt: Outcome | null;
  /** What is in the way just now; it is tried again by itself. */
  readonly trouble: Outcome | null;
}

/** Whether leaving the page now would break off something. */
export function isBusy({ run, counts }: Snapshot): boolean {
  return run === "running" || counts.sending > 0;
}

export function countsOf(ledger: Ledger): Counts {
  const counts = Object.fromEntries(TABS.map((tab) => [tab, ledger.count(tab)])) as Record<Tab, number>;
  return { ...counts, all: ledger.count("all") };
}

export function endedOf({ done, duplicate, failed, refused, cancelled }: Counts): number {
  return done + duplicate + failed + refused + cancelled;
}

/** Whether any file was on its way since the list began. */
export function hasBegun({ done, duplicate, failed, sending, indexing }: Counts): boolean {
  return done + duplicate + failed + sending + indexing > 0;
}
