/** What was not sent when the page was closed: a note of numbers, because a page cannot keep the files. */
import type { Snapshot } from "@/features/upload/snapshot";

export interface Leftover {
  readonly done: number;
  readonly left: number;
}

const KEPT_AS = "semblance.upload.left";
const EVERY_MS = 1000;

/** The note of this person, if there is one. */
export function leftoverOf(owner: string): Leftover | null {
  try {
    const note = JSON.parse(localStorage.getItem(KEPT_AS) ?? "null") as (Leftover & { owner: string }) | null;
    return note?.owner === owner && note.left > 0 ? note : null;
  } catch {
    return null;
  }
}

export function forgetLeftover(): void {
  localStorage.removeItem(KEPT_AS);
}

/** Keeps the note as the queue goes on, about once a second, and takes it away when nothing is left. */
export function leftoverKeeper(owner: string): (snapshot: Snapshot, atMs: number) => void {
  let writtenAt = -Infinity;
  return ({ counts, ended, run }, atMs) => {
    if (counts.all === 0 || (run === "running" && atMs - writtenAt < EVERY_MS)) return;
    writtenAt = atMs;
    const left = counts.all - ended - counts.indexing + counts.failed;
    if (left === 0) return forgetLeftover();
    try {
      localStorage.setItem(KEPT_AS, JSON.stringify({ owner, done: counts.done + counts.duplicate, left }));
    } catch {
      // Without storage there is no note, and nothing else is lost.
    }
  };
}
