/** Snapshots of a queue, for tests. */
import type { Snapshot } from "@/features/upload/snapshot";

const NONE = {
  waiting: 0,
  sending: 0,
  indexing: 0,
  done: 0,
  duplicate: 0,
  failed: 0,
  refused: 0,
  cancelled: 0,
  all: 0,
};

interface Over extends Partial<Omit<Snapshot, "counts">> {
  counts?: Partial<Snapshot["counts"]>;
}

export function snapshotOf({ counts, ...over }: Over = {}): Snapshot {
  const nothing = { ended: 0, bytesTotal: 0, bytesMoved: 0, pace: 0, left: null, halt: null, trouble: null };
  return { ...nothing, run: "running", ...over, counts: { ...NONE, ...counts } };
}
