/** Totals stay right whatever happens to files. */
import { describe, expect, it } from "vitest";

import { picture } from "@/features/upload/fakeSteps";
import { Ledger } from "@/features/upload/ledger";
import type { UploadState } from "@/features/upload/uploadFile";

function ledgerOf(count: number) {
  const ledger = new Ledger();
  const files = Array.from({ length: count }, (_, index) => {
    const name = `${index}.jpg`;
    return ledger.add({ file: picture(name, 10), path: name }, "queued");
  });
  return { ledger, files };
}

describe("bytes", () => {
  it.each<[UploadState, number, number]>([
    ["queued", 20, 0],
    ["hashing", 20, 0],
    ["sending", 20, 0],
    ["ingesting", 20, 10],
    ["done", 20, 10],
    ["duplicate", 20, 10],
    ["failed", 20, 10],
    ["refused", 10, 0],
    ["cancelled", 10, 0],
  ])("a file that is %s makes a total of %i, with %i moved", (state, total, moved) => {
    const { ledger, files } = ledgerOf(2);
    if (files[0]) ledger.move(files[0], state);
    expect(ledger.bytes).toEqual({ total, moved });
  });

  it("grow as they are sent, and go back when a try is over", () => {
    const { ledger, files } = ledgerOf(1);
    const [file] = files;
    if (!file) throw new Error("no file");
    ledger.move(file, "sending");
    ledger.progress(file, 4);
    ledger.progress(file, 7);
    expect(ledger.bytes.moved).toBe(7);
    ledger.move(file, "sending");
    expect([file.sent, ledger.bytes.moved]).toEqual([0, 0]);
    ledger.move(file, "queued", null, true);
    ledger.progress(file, 9);
    expect(ledger.bytes.moved).toBe(0);
  });
});

describe("shelves", () => {
  it("keep the line's order, whoever leaves it and whoever comes back", () => {
    const { ledger, files } = ledgerOf(4);
    const [a, , c] = files;
    if (!a || !c) throw new Error("no files");
    ledger.move(a, "hashing");
    ledger.move(c, "cancelled");
    ledger.move(a, "queued", null, true);
    expect(ledger.all("waiting").map(({ path }) => path)).toEqual(["0.jpg", "1.jpg", "3.jpg"]);
    expect(ledger.next()).toBe(a);
  });

  it("keep every file on exactly one, through a long line and back", () => {
    const { ledger, files } = ledgerOf(2100);
    for (const file of files) ledger.move(file, "hashing");
    for (const file of files) ledger.move(file, Number.parseInt(file.path, 10) % 3 ? "done" : "failed");
    expect([ledger.count("done"), ledger.count("failed"), ledger.count("waiting")]).toEqual([1400, 700, 0]);
    for (const file of ledger.all("failed")) ledger.move(file, "queued", null);
    expect(new Set(ledger.all("waiting")).size).toBe(700);
    expect(ledger.count("all")).toBe(2100);
    expect(ledger.at("all", 2099)?.path).toBe("2099.jpg");
  });
});
