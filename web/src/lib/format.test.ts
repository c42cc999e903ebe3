/** Numbers, sizes and times as people read them. */
import { describe, expect, it } from "vitest";

import { bytes, count, counted, duration, percent, threshold } from "@/lib/format";

const plain = (text: string) => text.replaceAll("\u202F", " ");

describe("percent", () => {
  it.each([
    [0, "0 %"],
    [0.973, "97 %"],
    [0.9749, "97 %"],
    [0.99, "99 %"],
    [0.9964, "99.6 %"],
    [0.99999, "99.9 %"],
    [1, "100 %"],
  ])("of %d is %s", (share, shown) => {
    expect(plain(percent(share))).toBe(shown);
  });
});

describe("bytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [2_411_724, "2.4 MB"],
    [9_400_000_000, "9.4 GB"],
    [3e15, "3,000 TB"],
  ])("of %d is %s", (size, shown) => {
    expect(plain(bytes(size))).toBe(shown);
  });
});

describe("counts", () => {
  it("have separators, and the right word", () => {
    expect(count(1214)).toBe("1,214");
    expect([counted(1, "image"), counted(2, "image"), counted(0, "copy", "copies")]).toEqual([
      "1 image",
      "2 images",
      "0 copies",
    ]);
  });
});

describe("threshold", () => {
  it("has three places", () => {
    expect([threshold(930), threshold(1000), threshold(5)]).toEqual(["0.930", "1.000", "0.005"]);
  });
});

describe("duration", () => {
  it.each([
    [0.2, "1 s"],
    [89, "89 s"],
    [90, "2 min"],
    [3600, "60 min"],
    [7500, "2 h 5 min"],
  ])("of %d seconds is %s", (seconds, shown) => {
    expect(duration(seconds)).toBe(shown);
  });
});
