/** How many files are sent at once: more while that makes it faster, fewer when the other side is busy. */

const LEAST = 2;
const MOST = 6;
const EVERY = 8;
const BETTER = 1.1;

export class Width {
  private width = 4;
  private step: 1 | -1 = 1;
  private sent = 0;
  private bytes = 0;
  private since: number | undefined;
  private pace = 0;

  get now(): number {
    return this.width;
  }

  /** A file of that size has been sent. After every eighth the pace is compared with the one before. */
  went(size: number, atMs: number): void {
    this.since ??= atMs;
    this.sent += 1;
    this.bytes += size;
    if (this.sent < EVERY || atMs <= this.since) return;
    const pace = this.bytes / (atMs - this.since);
    if (pace < this.pace / BETTER) this.step = this.step === 1 ? -1 : 1;
    if (pace > this.pace * BETTER || pace < this.pace / BETTER) this.set(this.width + this.step);
    this.pace = pace;
    this.restart(atMs);
  }

  /** The other side had no room, or did not answer. */
  wasRefused(atMs: number): void {
    this.set(this.width - 1);
    this.restart(atMs);
  }

  private set(width: number): void {
    this.width = Math.min(MOST, Math.max(LEAST, width));
  }

  private restart(atMs: number): void {
    this.sent = 0;
    this.bytes = 0;
    this.since = atMs;
  }
}
