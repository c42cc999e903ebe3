/** The keys of the grid, on a board of four columns and ten items: 0–3, 4–7, 8–9. */
import { expect, test } from "vitest";

import { moved } from "./moves";

const BOARD = { columns: 4, total: 10, pageRows: 2 };

test.each([
  ["ArrowRight", 3, 4],
  ["ArrowRight", 9, 9],
  ["ArrowLeft", 4, 3],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 1, 5],
  ["ArrowDown", 7, 9],
  ["ArrowDown", 8, 8],
  ["ArrowUp", 5, 1],
  ["ArrowUp", 2, 2],
  ["PageDown", 1, 9],
  ["PageDown", 7, 9],
  ["PageUp", 9, 1],
  ["PageUp", 6, 2],
  ["Home", 6, 4],
  ["End", 4, 7],
  ["End", 8, 9],
  ["Control+Home", 9, 0],
  ["Control+End", 2, 9],
])("%s leads from %i to %i", (key, from, to) => {
  expect(moved(key, from, BOARD)).toBe(to);
});

test("other keys are no moves", () => {
  expect(moved("k", 3, BOARD)).toBeUndefined();
  expect(moved("Control+ArrowRight", 3, BOARD)).toBeUndefined();
});
