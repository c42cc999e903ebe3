/** Counts of scores, cuts and ranges. */
import { describe, expect, it } from "vitest";

import { above, barsOf, nearest, rangeOf } from "@/features/search/scores";

const WORDS = { kind: "text", text: "cat" } as const;
const PICTURE = { kind: "image", imageId: "x", crop: undefined } as const;

describe("scores", () => {
  it("are each counted once, the ends too", () => {
    const scores = [1, 0.999, 0.5, 0.25, 0, -0.2];
    const bars = barsOf(scores, { min: 0, max: 1000 });
    expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(scores.length);
    expect(bars.at(-1)?.count).toBe(2);
    expect(bars[0]?.count).toBe(2);
    expect(bars[20]).toMatchObject({ from: 0.5, count: 1 });
    bars.slice(1).forEach((bar, at) => expect(bar.from).toBeCloseTo(bars[at]?.to ?? Number.NaN));
  });

  it("have a narrower range for words than for pictures, widened by what is seen and asked", () => {
    expect(rangeOf(WORDS, [0.31, 0.1], undefined)).toEqual({ min: 0, max: 500 });
    expect(rangeOf(PICTURE, [0.31, 0.1], undefined)).toEqual({ min: 0, max: 1000 });
    expect(rangeOf(WORDS, [0.62, -0.03], undefined)).toEqual({ min: -50, max: 650 });
    expect(rangeOf(WORDS, [], 900)).toEqual({ min: 0, max: 900 });
  });

  it("are cut at the very value", () => {
    expect(above([0.9, 0.7, 0.5], 700)).toBe(2);
    expect(above([0.9, 0.7, 0.5], 701)).toBe(1);
    expect(above([0.9, 0.7, 0.5], undefined)).toBe(3);
    expect(above([], 100)).toBe(0);
  });

  it("tell the nearest cut that shows something", () => {
    expect(nearest([0.743, 0.741, 0.6], 900)).toEqual({ cut: 600, count: 3 });
    const many = Array.from({ length: 100 }, (_, at) => 0.8 - at / 1000);
    expect(nearest(many, 900)).toEqual({ cut: 790, count: 11 });
    expect(nearest([0.743], 700)).toBeUndefined();
    expect(nearest([], 700)).toBeUndefined();
  });
});
