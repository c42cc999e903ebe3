/** Zoom and pan: what is under the pointer stays there, and the picture never leaves its box. */
import { describe, expect, it } from "vitest";

import { FITTED, fitted, moved, oneToOne, scaledTo, zoomed } from "@/features/images/zoom";

const frame = { box: { width: 400, height: 300 }, picture: { width: 1000, height: 500 } };

describe("a fitted picture", () => {
  it("touches two sides of its box", () => {
    expect(fitted(frame)).toEqual({ width: 400, height: 200 });
    expect(fitted({ ...frame, picture: { width: 10, height: 300 } })).toEqual({ width: 10, height: 300 });
  });

  it("that has no size is nothing, and zooms without harm", () => {
    const empty = { ...frame, picture: { width: 0, height: 0 } };
    expect(fitted(empty)).toEqual({ width: 0, height: 0 });
    expect(zoomed(FITTED, empty, 2)).toEqual({ scale: 2, x: 0, y: 0 });
  });
});

describe("zooming", () => {
  it("keeps what is under the pointer where it is", () => {
    const at = { x: 120, y: 60 };
    const view = zoomed({ scale: 4, x: 30, y: -20 }, frame, 1.25, at);
    const under = (of: typeof view) => [(at.x - of.x) / of.scale, (at.y - of.y) / of.scale];
    expect(view.scale).toBe(5);
    expect(under(view)).toEqual(under({ scale: 4, x: 30, y: -20 }));
  });

  it("one to one shows a pixel as a pixel", () => {
    expect(oneToOne(frame)).toBe(2.5);
    expect(scaledTo(FITTED, frame, oneToOne(frame)).scale * fitted(frame).width).toBe(1000);
  });

  it("ends at the whole picture, or at its own size where that is smaller, and at eight or four times it", () => {
    expect(zoomed(FITTED, frame, 0.01).scale).toBe(1);
    expect(zoomed(FITTED, frame, 1000).scale).toBe(10);
    const tiny = { ...frame, picture: { width: 100, height: 50 } };
    expect(zoomed(FITTED, tiny, 0.01).scale).toBe(0.25);
    expect(zoomed(FITTED, tiny, 1000).scale).toBe(8);
  });

  it("out brings the middle back", () => {
    expect(zoomed({ scale: 4, x: 600, y: 250 }, frame, 0.25)).toEqual(FITTED);
  });
});

describe("moving", () => {
  it("ends at the picture's edges, on each side for itself", () => {
    expect(moved({ scale: 2, x: 0, y: 0 }, frame, { x: 9999, y: 9999 })).toEqual({ scale: 2, x: 200, y: 50 });
    expect(moved({ scale: 2, x: 0, y: 0 }, frame, { x: -9999, y: -9999 })).toEqual({ scale: 2, x: -200, y: -50 });
  });

  it("does nothing to what fits", () => {
    expect(moved(FITTED, frame, { x: 50, y: 50 })).toEqual(FITTED);
  });
});
