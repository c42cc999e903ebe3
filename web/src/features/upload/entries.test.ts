/** Files from wherever a person has them. */
import { describe, expect, it } from "vitest";

import { type Found, fromDrop, fromFiles, hasFiles } from "@/features/upload/entries";
import { picture } from "@/features/upload/fakeSteps";

interface FakeEntry {
  name: string;
  fullPath: string;
  isDirectory: boolean;
  file?: (resolve: (file: File) => void, reject: (error: Error) => void) => void;
  createReader?: () => unknown;
}

function fileEntry(fullPath: string, isOpen = true): FakeEntry {
  const name = fullPath.slice(fullPath.lastIndexOf("/") + 1);
  const file = (resolve: (file: File) => void, reject: (error: Error) => void) =>
    isOpen ? resolve(picture(name)) : reject(new Error("locked"));
  return { name, fullPath, isDirectory: false, file };
}

/** A folder that answers with at most two entries at a time, as browsers do with a hundred. */
function folderEntry(fullPath: string, children: readonly FakeEntry[], breaksAfter = Infinity): FakeEntry {
  const createReader = () => {
    let from = 0;
    const readEntries = (resolve: (part: FakeEntry[]) => void, reject: (error: Error) => void) => {
      if (from >= breaksAfter) return reject(new Error("gone"));
      resolve(children.slice(from, (from += 2)));
    };
    return { readEntries };
  };
  return { name: fullPath.slice(fullPath.lastIndexOf("/") + 1), fullPath, isDirectory: true, createReader };
}

function dropOf(entries: readonly FakeEntry[], files: readonly File[] = []): DataTransfer {
  const items = entries.map((entry) => ({ kind: "file", webkitGetAsEntry: () => entry }));
  return { items: [{ kind: "string", webkitGetAsEntry: () => null }, ...items], files } as unknown as DataTransfer;
}

async function all(batches: AsyncGenerator<Found[]>): Promise<Found[]> {
  const found: Found[] = [];
  for await (const batch of batches) found.push(...batch);
  return found;
}

describe("a drop", () => {
  it("is walked to the last folder, in order, with the paths kept", async () => {
    const inner = folderEntry(
      "/trip/day 1",
      [1, 2, 3, 4, 5].map((one) => fileEntry(`/trip/day 1/${one}.jpg`)),
    );
    const trip = folderEntry("/trip", [fileEntry("/trip/a.jpg"), inner, fileEntry("/trip/z.jpg")]);
    const found = await all(fromDrop(dropOf([trip, fileEntry("/single.png")])));
    expect(found.map(({ path }) => path)).toEqual([
      "trip/a.jpg",
      ...[1, 2, 3, 4, 5].map((one) => `trip/day 1/${one}.jpg`),
      "trip/z.jpg",
      "single.png",
    ]);
  });

  it("passes over what systems leave in folders", async () => {
    const junk = [".DS_Store", "Thumbs.db", "desktop.ini", "a.jpg"].map((name) => fileEntry(`/f/${name}`));
    const found = await all(
      fromDrop(dropOf([folderEntry("/f", [...junk, folderEntry("/f/.git", [fileEntry("/f/.git/x.jpg")])])])),
    );
    expect(found.map(({ path }) => path)).toEqual(["f/a.jpg"]);
  });

  it("tells of files and folders that could not be read, and goes on", async () => {
    const broken = folderEntry(
      "/f/b",
      [1, 2, 3, 4].map((one) => fileEntry(`/f/b/${one}.jpg`)),
      2,
    );
    const found = await all(
      fromDrop(dropOf([folderEntry("/f", [fileEntry("/f/a.jpg", false), broken, fileEntry("/f/c.jpg")])])),
    );
    expect(found.map(({ path, problem }) => [path, problem])).toEqual([
      ["f/a.jpg", "This file could not be opened."],
      ["f/b", "This folder could not be read to its end."],
      ["f/b/1.jpg", undefined],
      ["f/b/2.jpg", undefined],
      ["f/c.jpg", undefined],
    ]);
  });

  it("of plain files, without entries, is taken too", async () => {
    const found = await all(fromDrop(dropOf([], [picture("a.jpg")])));
    expect(found.map(({ path }) => path)).toEqual(["a.jpg"]);
  });

  it("is known by what the drag carries", () => {
    expect(hasFiles({ types: ["text/html", "Files"] } as unknown as DataTransfer)).toBe(true);
    expect(hasFiles({ types: ["text/plain"] } as unknown as DataTransfer)).toBe(false);
    expect(hasFiles(null)).toBe(false);
  });
});

describe("chosen files", () => {
  it("come in batches, so that the page may draw between them", async () => {
    const files = Array.from({ length: 1201 }, (_, index) => picture(`${index}.jpg`));
    const sizes: number[] = [];
    for await (const batch of fromFiles(files)) sizes.push(batch.length);
    expect(sizes).toEqual([500, 500, 201]);
  });

  it("of a folder keep the path in it", async () => {
    const file = Object.defineProperty(picture("a.jpg"), "webkitRelativePath", { value: "trip/a.jpg" });
    expect((await all(fromFiles([file]))).map(({ path }) => path)).toEqual(["trip/a.jpg"]);
  });
});
