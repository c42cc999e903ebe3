/** Questions that wait for each other: the API lets only a few of the heavy ones in at once, and refuses the rest. */

interface Waiting {
  begin: () => void;
  signal: AbortSignal;
}

/** What it returns runs `work` when fewer than `most` others run. One that is not wanted any more is never begun. */
export function turns(most: number) {
  let running = 0;
  let waiting: Waiting[] = [];
  const next = () => {
    waiting = waiting.filter(({ signal }) => !signal.aborted);
    const first = running < most ? waiting.shift() : undefined;
    if (!first) return;
    running += 1;
    first.begin();
  };
  return async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    await new Promise<void>((begin, refuse) => {
      signal.addEventListener("abort", () => refuse(signal.reason as Error), { once: true });
      waiting.push({ begin, signal });
      next();
    });
    try {
      return await work();
    } finally {
      running -= 1;
      next();
    }
  };
}
