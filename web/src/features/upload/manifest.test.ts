/** What was finished is known after a reload, to the same person only. */
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Manifest } from "@/features/upload/manifest";

const PLAIN = { tags: [], datasetId: null };

beforeEach(() => vi.stubGlobal("indexedDB", new IDBFactory()));
afterEach(() => vi.unstubAllGlobals());

describe("the manifest", () => {
  it("is there after a reload, for whom it was kept", async () => {
    const before = await Manifest.open("acme/mia");
    before.add("a.jpg\t1\t1", PLAIN);
    before.add("a.jpg\t1\t1", PLAIN);
    await before.flush();
    const after = await Manifest.open("acme/mia");
    expect([after.size, after.has("a.jpg\t1\t1", PLAIN), after.has("b.jpg\t1\t1", PLAIN)]).toEqual([1, true, false]);
    expect((await Manifest.open("acme/ben")).size).toBe(0);
  });

  it("holds a file for finished only with the tags and the dataset that it was sent with", async () => {
    const manifest = await Manifest.open("acme/mia");
    manifest.add("a.jpg\t1\t1", { tags: ["b", "a"], datasetId: "d" });
    expect(manifest.has("a.jpg\t1\t1", { tags: ["a", "b"], datasetId: "d" })).toBe(true);
    expect(manifest.has("a.jpg\t1\t1", PLAIN)).toBe(false);
    expect(manifest.has("a.jpg\t1\t1", { tags: ["a"], datasetId: "d" })).toBe(false);
  });

  it("is written by itself: every two hundred, and after a second", async () => {
    const manifest = await Manifest.open("acme/mia");
    for (let file = 0; file < 450; file += 1) manifest.add(`${file}.jpg\t1\t1`, PLAIN);
    const written = async () => (await Manifest.open("acme/mia")).size;
    const soon = { timeout: 10_000 };
    await vi.waitFor(async () => expect(await written()).toBeGreaterThanOrEqual(400), soon);
    await vi.waitFor(async () => expect(await written()).toBe(450), soon);
  });

  it("forgets one person's files when told to", async () => {
    const [mia, ben] = [await Manifest.open("acme/mia"), await Manifest.open("acme/ben")];
    for (const manifest of [mia, ben]) {
      manifest.add("a.jpg\t1\t1", PLAIN);
      await manifest.flush();
    }
    await mia.clear();
    expect([mia.size, (await Manifest.open("acme/mia")).size, (await Manifest.open("acme/ben")).size]).toEqual([
      0, 0, 1,
    ]);
  });

  it("keeps the newest, whole chunks of them, and removes the others", async () => {
    const manifest = await Manifest.open("acme/mia");
    for (let file = 0; file < 1000; file += 1) manifest.add(`${file}`, PLAIN);
    await manifest.flush();
    const again = await Manifest.open("acme/mia", 600);
    expect([again.size, again.has("399", PLAIN), again.has("400", PLAIN)]).toEqual([600, false, true]);
    expect((await Manifest.open("acme/mia")).size).toBe(600);
  });

  it("works for as long as the page is open where nothing can be kept", async () => {
    vi.stubGlobal("indexedDB", undefined);
    const manifest = await Manifest.open("acme/mia");
    manifest.add("a.jpg\t1\t1", PLAIN);
    await manifest.flush();
    await manifest.clear();
    expect(manifest.size).toBe(0);
  });
});
