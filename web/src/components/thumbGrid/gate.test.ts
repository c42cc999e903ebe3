/** Pictures are asked for when the grid is slow, and not while it is fast. */
import { expect, test, vi } from "vitest";

import { Gate } from "./gate";

const SCREEN = 900;

function gateMoved(pixels: number, everyMs: number, times = 5): Gate {
  const gate = new Gate();
  for (let time = 1; time <= times; time += 1) gate.sample(pixels, 1000 + time * everyMs, SCREEN);
  return gate;
}

test("a page a frame is fast, a wheel's slow glide is not", () => {
  expect(gateMoved(600, 16).isFast).toBe(true);
  expect(gateMoved(20, 16).isFast).toBe(false);
});

test("upwards is as fast as downwards, and one great leap is fast at once", () => {
  expect(gateMoved(-600, 16).isFast).toBe(true);
  expect(gateMoved(5000, 16, 1).isFast).toBe(true);
});

test("whoever waits is called once, when it rests", () => {
  const gate = gateMoved(600, 16);
  const call = vi.fn();
  gate.whenSlow(call);
  expect(call).not.toHaveBeenCalled();
  gate.rest();
  gate.rest();
  expect(call).toHaveBeenCalledTimes(1);
  expect(gate.isFast).toBe(false);
});

test("whoever waits is called when it only slows down", () => {
  const gate = gateMoved(600, 16);
  const call = vi.fn();
  gate.whenSlow(call);
  for (let time = 1; time <= 10; time += 1) gate.sample(10, 2000 + time * 16, SCREEN);
  expect(call).toHaveBeenCalledTimes(1);
});

test("whoever is gone is not called, and who comes when it is slow need not wait", () => {
  const gate = gateMoved(600, 16);
  const [gone, late] = [vi.fn(), vi.fn()];
  gate.whenSlow(gone)();
  gate.rest();
  gate.whenSlow(late);
  expect(gone).not.toHaveBeenCalled();
  expect(late).toHaveBeenCalledTimes(1);
});
