/** A grid returns to where it stood, once, and survives whatever lies in the storage. */
import { expect, test } from "vitest";

import { Memory } from "./memory";

function kept(key: string): Memory {
  const memory = new Memory();
  memory.turnTo(key);
  return memory;
}

test("what one grid kept, the next one finds under the same key, and once", () => {
  const first = kept("cats");
  first.take(500);
  first.keep({ index: 120, into: 33 }, 125);
  const second = kept("cats");
  expect(second.take(0)).toBeUndefined();
  expect(second.take(500)).toEqual({ index: 120, into: 33, active: 125 });
  expect(second.take(500)).toBeUndefined();
  expect(kept("dogs").take(500)).toBeUndefined();
});

test("a grid that waits for its items does not forget where it stood", () => {
  kept("cats").keep({ index: 120, into: 0 }, 120);
  kept("cats").keep({ index: 0, into: 0 }, 0);
  expect(kept("cats").take(500)?.index).toBe(120);
});

test("a place beyond the result is none", () => {
  kept("cats").keep({ index: 120, into: 0 }, 130);
  expect(kept("cats").take(120)).toBeUndefined();
  expect(kept("cats").take(125)?.active).toBe(124);
});

test.each([
  "",
  "{",
  "null",
  "7",
  '{"index":-1,"into":0,"active":0}',
  '{"index":1e999,"into":0,"active":0}',
  '{"index":"1"}',
])("storage that holds %s is no place", (stored) => {
  sessionStorage.setItem("grid:cats", stored);
  expect(kept("cats").take(500)).toBeUndefined();
});

test("another key is another grid; the same one is not", () => {
  const memory = kept("cats");
  expect(memory.turnTo("cats")).toBe(false);
  expect(memory.turnTo("dogs")).toBe(true);
  expect(memory.turnTo(undefined)).toBe(true);
});
