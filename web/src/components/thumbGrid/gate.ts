/** Tells whether the grid moves too fast for its pictures to be seen, so that they are not asked for. */

/** More screens a second than this are fast. */
const FAST_SCREENS = 4;
/** A longer pause than this says nothing about how fast the next movement is. */
const PAUSE_MS = 50;
/** How much the newest movement counts beside those before. */
const WEIGHT = 0.6;

export class Gate {
  #speed = 0;
  #at = 0;
  #waiting = new Set<() => void>();
  isFast = false;

  /** The grid moved by so many pixels, at this time. */
  sample(distance: number, at: number, screen: number): void {
    const passed = Math.max(1, Math.min(PAUSE_MS, at - this.#at));
    const now = Math.abs(distance) / passed;
    this.#speed = this.#at > 0 && at - this.#at < PAUSE_MS ? WEIGHT * now + (1 - WEIGHT) * this.#speed : now;
    this.#at = at;
    const isFast = this.#speed > (FAST_SCREENS * screen) / 1000;
    if (isFast) this.isFast = true;
    else this.rest();
  }

  /** It stands still, or goes slowly: whoever waits may ask for its picture. */
  rest(): void {
    this.isFast = false;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const one of waiting) one();
  }

  /** Calls back once when it is slow, which may be now. Returns what takes it back. */
  whenSlow(call: () => void): () => void {
    if (this.isFast) this.#waiting.add(call);
    else call();
    return () => this.#waiting.delete(call);
  }
}
