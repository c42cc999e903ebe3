/** A queue without a network, for tests, and what they ask of it. */
import { afterEach, vi } from "vitest";

import { fakeSteps, type Pending, pending, picture } from "@/features/upload/fakeSteps";
import { UploadQueue } from "@/features/upload/queue";
import type { Place, Steps, Told } from "@/features/upload/steps";
import type { Tab } from "@/features/upload/uploadFile";

const queues: UploadQueue[] = [];

afterEach(() => {
  for (const queue of queues.splice(0)) queue.dispose();
});

export function queueWith(over: Partial<Steps> = {}, memory = new Map<string, Told>()) {
  const steps = fakeSteps(over);
  const remembered = { has: (key: string) => memory.has(key), add: (key: string, told: Told) => memory.set(key, told) };
  const queue = new UploadQueue(steps, remembered);
  queues.push(queue);
  return { queue, steps, memory };
}

export function named(...names: string[]) {
  return names.map((name) => ({ file: picture(name), path: name }));
}

export function names(queue: UploadQueue, tab: Tab) {
  return queue.ledger.all(tab).map(({ path }) => path);
}

export async function until(check: () => void) {
  await vi.waitFor(check, { interval: 1, timeout: 10_000 });
}

/** A `send` that waits until the test says so, or the file is cancelled. */
export function heldSend() {
  const held: Pending<Place>[] = [];
  const send: Steps["send"] = (_file, _path, _onProgress, signal) => {
    const one = pending<Place>();
    signal.addEventListener("abort", () => one.reject(signal.reason));
    held.push(one);
    return one.promise;
  };
  return { held, send };
}
