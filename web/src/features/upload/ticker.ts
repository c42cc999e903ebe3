/** Tells listeners that something changed, at most ten times a second. */

const EVERY_MS = 100;

export class Ticker {
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly refresh: () => void) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Something changed: tell soon. */
  touch(): void {
    this.timer ??= setTimeout(() => this.tell(), EVERY_MS);
  }

  /** A person did something: tell now. */
  tell(): void {
    this.stop();
    this.refresh();
    for (const listener of this.listeners) listener();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
