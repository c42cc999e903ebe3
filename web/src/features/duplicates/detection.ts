/** How far a detection is, in words. Pure. */
import type { Job } from "@/features/duplicates/model";
import { count, duration } from "@/lib/format";

/** The data of one event of …/near-duplicates/progress. */
export interface Progress {
  status: "scanning" | "grouping" | "complete" | "error";
  progress: number;
  scanned: number;
  total: number;
  groups_found: number;
  message: string;
}

export function isOver({ status }: Progress): boolean {
  return status === "complete" || status === "error";
}

/** A job that is not over yet. */
export function isUnfinished({ state }: Pick<Job, "state">): boolean {
  return ["queued", "running", "retry", "paused"].includes(state);
}

/** What is said when another tenth is done; undefined while it is not. */
export function tenthOf(before: number, now: number): string | undefined {
  const [old, tenth] = [Math.floor(before * 10 + 1e-9), Math.floor(now * 10 + 1e-9)];
  return tenth > old && tenth < 10 ? `Detection ${tenth * 10} percent done` : undefined;
}

/** About how long it still takes; undefined while too little is done to say. */
export function leftWords(startedAt: number, now: number, share: number): string | undefined {
  const took = (now - startedAt) / 1000;
  if (share < 0.05 || share >= 1 || took < 1) return undefined;
  return `about ${duration((took / share) * (1 - share))} left`;
}

/** What the detection does now. */
export function stepWords({ status, scanned, total, message }: Progress): string {
  if (total === 0) return message || "Waiting for a worker";
  const done = `${count(scanned)} of ${count(total)} images`;
  return status === "grouping" ? `Making groups, ${done} compared` : `Comparing, ${done}`;
}
