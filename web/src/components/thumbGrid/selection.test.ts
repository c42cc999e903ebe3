/** A selection means the same whether it is spelled as ids or as all but some. */
import { describe, expect, test } from "vitest";

import { drawing } from "@/testing/chance";

import { deselect, EVERYTHING, isSelected, NOTHING, select, type Selection, selectedCount, toggle } from "./selection";

const IDS = Array.from({ length: 30 }, (_, index) => `image-${index}`);
const selectedOf = (selection: Selection) => IDS.filter((id) => isSelected(selection, id));

test("nothing and everything", () => {
  expect(selectedCount(NOTHING, 100)).toBe(0);
  expect(selectedCount(EVERYTHING, 100)).toBe(100);
  expect(selectedOf(EVERYTHING)).toEqual(IDS);
});

test("everything but two still holds what is not loaded", () => {
  const rest = deselect(EVERYTHING, ["image-1", "image-2"]);
  expect(isSelected(rest, "image-1")).toBe(false);
  expect(isSelected(rest, "never seen")).toBe(true);
  expect(selectedCount(rest, 2_000_000)).toBe(1_999_998);
});

test("what was selected does not change with what is selected next", () => {
  const one = select(NOTHING, ["image-1"]);
  select(one, ["image-2"]);
  toggle(one, "image-1");
  expect(selectedOf(one)).toEqual(["image-1"]);
});

describe.each([
  ["ids", NOTHING, [] as string[]],
  ["all but some", EVERYTHING, IDS],
])("any changes, by %s", (_, start, first) => {
  test("agree with a plain set", () => {
    const draw = drawing(23);
    let selection = start;
    const plain = new Set(first);
    for (let run = 0; run < 400; run += 1) {
      const some = IDS.slice(draw(0, 29), draw(0, 30));
      const id = IDS[draw(0, 29)] ?? "";
      const change = draw(0, 2);
      if (change === 0) for (const one of some) plain.add(one);
      else if (change === 1) for (const one of some) plain.delete(one);
      else if (!plain.delete(id)) plain.add(id);
      selection =
        change === 0 ? select(selection, some) : change === 1 ? deselect(selection, some) : toggle(selection, id);
      expect(selectedOf(selection)).toEqual(IDS.filter((one) => plain.has(one)));
      expect(selectedCount(selection, IDS.length)).toBe(plain.size);
    }
  });
});
