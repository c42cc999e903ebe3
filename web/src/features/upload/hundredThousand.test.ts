/** A hundred thousand files: the work for one does not grow with their number, and nothing of them piles up. */
import { expect, it, vi } from "vitest";

import type { Found } from "@/features/upload/entries";
import { fakeSteps, taken } from "@/features/upload/fakeSteps";
import { UploadQueue } from "@/features/upload/queue";
import type { Like } from "@/features/upload/uploadFile";

const FILES = 100_000;
const BATCH = 500;

interface Reads {
  sizes: number;
}

/** Files that are nothing but a name and a size, and count how often they are asked for it. */
function counted(reads: Reads): Found[] {
  return Array.from({ length: FILES }, (_, index) => {
    const name = `${index}.jpg`;
    const file = {
      name,
      type: "image/jpeg",
      lastModified: index,
      get size() {
        reads.sizes += 1;
        return 1000;
      },
    };
    return { file: file as File, path: `folder/${name}` };
  });
}

/** How many elements the methods that walk a whole array have walked. */
function countWalks() {
  const walked = { elements: 0 };
  for (const method of ["filter", "map", "forEach", "reduce", "find", "indexOf", "splice", "slice", "sort"] as const) {
    const real = Array.prototype[method] as (...given: unknown[]) => unknown;
    vi.spyOn(Array.prototype, method).mockImplementation(function walk(this: unknown[], ...given: unknown[]) {
      walked.elements += this.length;
      return real.apply(this, given) as never;
    });
  }
  return walked;
}

it("passes a hundred thousand files, looking at each a few times and at no list of them", async () => {
  const reads: Reads = { sizes: 0 };
  const found = counted(reads);
  const like: Like = { imageId: "01L", filename: null, tier: "T2", cosine: 0.97, hamming: 3 };
  let sent = 0;
  const steps = fakeSteps({
    check: async () => (++sent % 2 ? null : { imageId: "01K", filename: null, tags: [], datasetId: null }),
    send: async (file, _path, onProgress) => {
      onProgress(500);
      onProgress(file.name.length);
      return { bucket: "b", key: "k" };
    },
    ingest: async () => taken({ likes: [like, like, like], likeCount: 40 }),
  });
  const queue = new UploadQueue(steps, { has: () => false, add: () => undefined });
  let told = 0;
  queue.subscribe(() => (told += 1));
  const batches = Array.from({ length: FILES / BATCH }, (_, index) => found.slice(index * BATCH, (index + 1) * BATCH));

  const walked = countWalks();
  for (const batch of batches) {
    queue.add(batch);
    await new Promise((resolve) => setTimeout(resolve));
  }
  await vi.waitFor(() => expect(queue.getSnapshot().ended).toBe(FILES), { interval: 50, timeout: 60_000 });
  vi.restoreAllMocks();

  const { counts, bytesMoved, bytesTotal } = queue.getSnapshot();
  expect(counts).toMatchObject({ all: FILES, done: FILES / 2, duplicate: FILES / 2, waiting: 0, sending: 0 });
  expect([bytesMoved, bytesTotal]).toEqual([FILES * 1000, FILES * 1000]);
  expect(steps.most).toBeLessThanOrEqual(6);
  // Walks: a batch is walked when it is added, the line moves up now and then; all lists at each change would be 10^10.
  expect(walked.elements).toBeLessThan(FILES * 20);
  expect(reads.sizes).toBeLessThan(FILES * 40);
  // Ten times a second, of the minute that it may take at most.
  expect(told).toBeLessThan(700);
  queue.dispose();
}, 90_000);
