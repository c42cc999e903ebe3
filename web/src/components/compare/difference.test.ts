/** The heat map: grey where nothing differs, hot where something does, the same in bands as in one piece. */
import { describe, expect, it } from "vitest";

import { added, differ, NO_FIGURES, sharesOf, sizeOf } from "./difference";

const rgba = (...pixels: readonly (readonly number[])[]) =>
  new Uint8ClampedArray(pixels.flatMap((pixel) => [...pixel, 255]));

describe("differ", () => {
  const grey = [100, 100, 100];
  const one = rgba(grey, grey, grey, grey);
  const other = rgba(grey, [103, 100, 100], [100, 160, 100], [255, 255, 255]);

  it("counts what differs by more than a trace", () => {
    const figures = differ(one, other, rgba(grey, grey, grey, grey), { gain: 1, begin: 0, end: 4 });
    expect(figures).toEqual({ pixels: 4, changed: 2, sum: 3 + 60 + 155 });
    expect(sharesOf(figures).changed).toBe(0.5);
  });

  it("paints alike pixels grey and unlike ones hot, the hotter the more they differ", () => {
    const out = new Uint8ClampedArray(16);
    differ(one, other, out, { gain: 8, begin: 0, end: 4 });
    const pixels = [0, 4, 8, 12].map((at) => Array.from(out.subarray(at, at + 4)));
    expect(pixels[0]).toEqual([25, 25, 25, 255]);
    expect(pixels[1]?.[0]).toBeGreaterThan(25);
    expect(pixels[3]).toEqual([255, 255, 0, 255]);
  });

  it("finds nothing between a picture and itself", () => {
    expect(differ(one, one, new Uint8ClampedArray(16), { gain: 8, begin: 0, end: 4 }).sum).toBe(0);
  });

  it("comes to the same in bands", () => {
    const [whole, bands] = [new Uint8ClampedArray(16), new Uint8ClampedArray(16)];
    const all = differ(one, other, whole, { gain: 2, begin: 0, end: 4 });
    const parts = [0, 1, 2, 3].map((at) => differ(one, other, bands, { gain: 2, begin: at, end: at + 1 }));
    expect(parts.reduce(added, NO_FIGURES)).toEqual(all);
    expect(bands).toEqual(whole);
  });
});

describe("sizeOf", () => {
  it("makes large pictures smaller in their shape, and leaves small ones", () => {
    expect(sizeOf({ width: 4000, height: 1000 }, 640)).toEqual({ width: 640, height: 160 });
    expect(sizeOf({ width: 300, height: 200 }, 640)).toEqual({ width: 300, height: 200 });
  });
});
