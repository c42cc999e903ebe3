/** The box of a part stays a box, inside the picture. */
import { describe, expect, it } from "vitest";

import { between, EDGES, isWhole, moved, pixelsOf, WHOLE, withEdge } from "@/features/search/crop";

describe("a crop box", () => {
  it("is between two points in any order, and never without area", () => {
    expect(between({ x: 700, y: 100 }, { x: 200, y: 900 })).toEqual([200, 100, 700, 900]);
    expect(between({ x: 1200, y: -5 }, { x: 1200, y: -5 })).toEqual([980, 0, 1000, 20]);
  });

  it("stays in order when an edge is put anywhere", () => {
    for (const edge of EDGES)
      for (const value of [-50, 0, 333, 1000, 4000]) {
        const [left, top, right, bottom] = withEdge([300, 300, 600, 600], edge, value);
        expect(right - left).toBeGreaterThanOrEqual(20);
        expect(bottom - top).toBeGreaterThanOrEqual(20);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(Math.max(right, bottom)).toBeLessThanOrEqual(1000);
      }
  });

  it("keeps its size when it is moved, and stays inside", () => {
    expect(moved([100, 100, 300, 200], -500, 5000)).toEqual([0, 900, 200, 1000]);
  });

  it("is pixels of the picture", () => {
    expect(pixelsOf([250, 500, 750, 1000], 400, 200)).toEqual({ x: 100, y: 100, width: 200, height: 100 });
    expect(pixelsOf([0, 0, 20, 20], 10, 10)).toMatchObject({ width: 1, height: 1 });
    expect(isWhole(WHOLE)).toBe(true);
  });
});
