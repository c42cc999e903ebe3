/** How fast a growing number grows, from a few samples of the last minute. */

interface Sample {
  readonly atMs: number;
  readonly value: number;
}

const EVERY_MS = 1000;
const KEPT_MS = 60_000;
const SHORT_MS = 10_000;

export class Rate {
  private samples: Sample[] = [];

  /** Tell the number as it is now. Of several within a second only the first is kept. */
  tell(atMs: number, value: number): void {
    const last = this.samples.at(-1);
    if (last && atMs - last.atMs < EVERY_MS) return;
    this.samples.push({ atMs, value });
    while (this.samples[0] && atMs - this.samples[0].atMs > KEPT_MS) this.samples.shift();
  }

  /** Per second, over the last ten; 0 until there is something to say. */
  perSecond(atMs: number): number {
    return this.since(atMs - SHORT_MS);
  }

  /** In how many seconds `left` more will be there, at the pace of the last ten seconds and of the last minute. */
  secondsFor(left: number, atMs: number): { from: number; to: number } | null {
    const paces = [this.since(atMs - SHORT_MS), this.since(atMs - KEPT_MS)].filter((pace) => pace > 0);
    if (paces.length < 2) return null;
    return { from: left / Math.max(...paces), to: left / Math.min(...paces) };
  }

  /** After a pause what was before says nothing. */
  forget(): void {
    this.samples = [];
  }

  private since(fromMs: number): number {
    const last = this.samples.at(-1);
    const first = this.samples.find(({ atMs }) => atMs >= fromMs);
    if (!first || !last || last.atMs === first.atMs) return 0;
    return ((last.value - first.value) * 1000) / (last.atMs - first.atMs);
  }
}
