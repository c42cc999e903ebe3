/** Every place of a grid of any length can be reached, and small steps are never stretched. */
import { describe, expect, test } from "vitest";

import { drawing } from "@/testing/chance";

import { follow, isScaled, JUMP, LONGEST, physicalOf, type Place, type Scale, scaleOf, virtualOf } from "./scrollScale";

const draw = drawing(11);
const HEIGHT = 900;
const SHORT = scaleOf(3_000_000, HEIGHT);
const LONG = scaleOf(230_000_000, HEIGHT);

const placeAt = (scale: Scale, virtual: number): Place => ({ virtual, physical: physicalOf(scale, virtual) });
const anyScale = () => scaleOf(draw(100, draw(0, 1) ? 12_000_000 : 2_000_000_000), draw(200, 1600));

describe("the scale", () => {
  test("a grid that browsers can hold is not scaled, a longer one is as long as they can", () => {
    expect(isScaled(SHORT)).toBe(false);
    expect(virtualOf(SHORT, 123_456)).toBe(123_456);
    expect(isScaled(LONG)).toBe(true);
    expect(LONG.length).toBe(LONGEST);
  });

  test("both ends meet, and it only ever grows", () => {
    for (let run = 0; run < 300; run += 1) {
      const scale = anyScale();
      expect(virtualOf(scale, 0)).toBe(0);
      expect(virtualOf(scale, scale.physicalEnd)).toBe(scale.virtualEnd);
      const [one, other] = [draw(0, scale.physicalEnd), draw(0, scale.physicalEnd)].toSorted((a, b) => a - b);
      expect(virtualOf(scale, one ?? 0)).toBeLessThanOrEqual(virtualOf(scale, other ?? 0));
    }
  });

  test("there and back again is the same pixel of the scroll bar", () => {
    for (let run = 0; run < 300; run += 1) {
      const scale = anyScale();
      const physical = draw(0, scale.physicalEnd);
      expect(Math.abs(physicalOf(scale, virtualOf(scale, physical)) - physical)).toBeLessThanOrEqual(1);
    }
  });

  test("near both ends it is one to one", () => {
    expect(virtualOf(LONG, 54_321)).toBe(54_321);
    expect(LONG.virtualEnd - virtualOf(LONG, LONG.physicalEnd - 54_321)).toBe(54_321);
  });
});

describe("following the scroll bar", () => {
  test("a small step moves the grid by as many pixels, anywhere", () => {
    for (let run = 0; run < 300; run += 1) {
      const from = placeAt(LONG, draw(JUMP, LONG.virtualEnd - JUMP));
      const step = draw(-JUMP, JUMP);
      expect(follow(LONG, from, from.physical + step).virtual).toBe(from.virtual + step);
    }
  });

  test("a drag goes to the place in proportion, and to the very end", () => {
    const from = placeAt(LONG, 1000);
    expect(follow(LONG, from, 6_000_000).virtual).toBe(virtualOf(LONG, 6_000_000));
    expect(follow(LONG, from, LONG.physicalEnd).virtual).toBe(LONG.virtualEnd);
  });

  test("steps lead from end to end over every pixel, as far as the scroll bar lets them", () => {
    const scale = scaleOf(14_000_000, HEIGHT);
    let place = placeAt(scale, scale.virtualEnd);
    while (place.virtual > 0) {
      const step = Math.min(JUMP, place.physical);
      expect(step).toBeGreaterThan(0);
      const next = follow(scale, place, place.physical - step);
      expect(next.virtual).toBe(Math.max(0, place.virtual - step));
      place = next;
    }
    expect(place.physical).toBe(0);
  });

  test("a scroll bar that comes to its end before the grid does is put right, and the grid stays", () => {
    const drifted: Place = { virtual: 9_000_000, physical: 300 };
    const next = follow(LONG, drifted, 0);
    expect(next).toEqual({ virtual: 8_999_700, physical: physicalOf(LONG, 8_999_700) });
  });

  test("a walk by chance never leaves the grid", () => {
    let place = placeAt(LONG, 0);
    for (let run = 0; run < 5000; run += 1) {
      const step = draw(0, 9) === 0 ? draw(-LONGEST, LONGEST) : draw(-2 * JUMP, 2 * JUMP);
      place = follow(LONG, place, Math.min(LONG.physicalEnd, Math.max(0, place.physical + step)));
      expect(place.virtual).toBeGreaterThanOrEqual(0);
      expect(place.virtual).toBeLessThanOrEqual(LONG.virtualEnd);
      expect(place.physical).toBeGreaterThanOrEqual(0);
      expect(place.physical).toBeLessThanOrEqual(LONG.physicalEnd);
    }
  });
});
