/** The shared view: what is pointed at stays, and no edge comes inside. */
import { describe, expect, it } from "vitest";

import { FIT, panned, transformOf, type View, zoomed } from "./view";

/** Where of the picture (0 to 1) the pane shows something at `at`. */
const pictureAt = (view: View, at: number) => (at - view.x) / view.scale;

describe("view", () => {
  it.each([0.1, 0.5, 0.93])("keeps the point %f under the pointer", (at) => {
    const near = zoomed(zoomed(FIT, 2, at, at), 1.5, at, at);
    expect(pictureAt(near, at)).toBeCloseTo(at, 10);
    expect(near.scale).toBe(3);
  });

  it("shows all of it again when it goes far enough out", () => {
    const back = zoomed(panned(zoomed(FIT, 6, 0.9, 0.2), 0.3, -0.2), 1 / 50, 0.5, 0.5);
    expect(back).toEqual(FIT);
  });

  it("is held to its edges, however far it is pulled", () => {
    for (const pull of [-9, -0.4, 0, 0.7, 9]) {
      const { x, y, scale } = panned(zoomed(FIT, 4), pull, -pull);
      for (const at of [x, y]) {
        expect(at).toBeLessThanOrEqual(0);
        expect(at).toBeGreaterThanOrEqual(1 - scale);
      }
    }
  });

  it("goes no closer than pixels are worth it", () => {
    expect(zoomed(FIT, 1e6).scale).toBe(24);
  });

  it("is a transform", () => {
    expect(transformOf({ scale: 2, x: -0.5, y: 0 })).toBe("translate(-50%, 0%) scale(2)");
  });
});
