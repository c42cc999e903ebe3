/** What is said aloud of an upload: rarely, because it goes on beside other work. */
import type { Snapshot } from "@/features/upload/snapshot";
import { counted } from "@/lib/format";

const EVERY_SHARE = 0.1;
const EVERY_MS = 10_000;

/** How much is done, by bytes; by files where they have none. */
export function shareOf({ bytesMoved, bytesTotal, ended, counts }: Snapshot): number {
  if (bytesTotal > 0) return bytesMoved / bytesTotal;
  return counts.all > 0 ? ended / counts.all : 0;
}

/** How it ended, as a sentence. */
export function summary({ counts: { done, indexing, duplicate, failed, refused, cancelled } }: Snapshot): string {
  const parts = [
    [done + indexing, "new"],
    [duplicate, "here already"],
    [failed, "failed"],
    [refused, "not taken"],
    [cancelled, "cancelled"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(", ");
}

/** Says something at most every tenth and every ten seconds, and when the upload ends or stops by itself. */
export class Teller {
  private run: Snapshot["run"] = "idle";
  private share = 0;
  private atMs = -Infinity;

  constructor(private readonly say: (text: string, isEnd: boolean) => void) {}

  look(snapshot: Snapshot, atMs: number): void {
    const before = this.run;
    this.run = snapshot.run;
    if (before !== this.run) this.turned(before, snapshot, atMs);
    else if (this.run === "running") this.goOn(snapshot, atMs);
  }

  private turned(before: Snapshot["run"], snapshot: Snapshot, atMs: number): void {
    this.share = shareOf(snapshot);
    this.atMs = atMs;
    const why = snapshot.halt?.kind === "problem" ? snapshot.halt.title : "";
    if (snapshot.run === "halted") this.say(`The upload stopped: ${why}`, false);
    if (snapshot.run === "idle" && before === "running") this.say(`Upload finished: ${summary(snapshot)}`, true);
  }

  private goOn(snapshot: Snapshot, atMs: number): void {
    const share = shareOf(snapshot);
    if (share - this.share < EVERY_SHARE || atMs - this.atMs < EVERY_MS) return;
    this.share = share;
    this.atMs = atMs;
    this.say(`${snapshot.ended} of ${counted(snapshot.counts.all, "file")} uploaded`, false);
  }
}
