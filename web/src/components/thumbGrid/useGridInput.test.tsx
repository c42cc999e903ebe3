/** The grid's keys and clicks. */
import { act, fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import type { Selection } from "./selection";
import { ALL, cell, cellOf, COLUMNS, faceOf, grid, keyOf, labelOf, person, Shown, TOTAL } from "./testGrid";
import { ThumbGrid } from "./ThumbGrid";

const idsOf = (selection: Selection | undefined) => (selection?.mode === "ids" ? [...selection.ids] : selection);

test("it is one stop for Tab, and the focus goes where the keys lead", async () => {
  const { tab, keyboard } = person();
  const onFocus = vi.fn();
  render(<Shown onFocus={onFocus} />);
  await tab();
  await tab();
  expect(cellOf(0)).toHaveFocus();
  await keyboard("{ArrowDown}{ArrowRight}");
  expect(cellOf(COLUMNS + 1)).toHaveFocus();
  expect(onFocus.mock.calls).toEqual([[COLUMNS], [COLUMNS + 1]]);
  await keyboard("{Control>}{End}{/Control}");
  expect(cellOf(TOTAL - 1)).toHaveFocus();
  expect(screen.queryByLabelText("Number 0")).not.toBeInTheDocument();
  await tab();
  expect(screen.getByText("After")).toHaveFocus();
  await tab({ shift: true });
  expect(cellOf(TOTAL - 1)).toHaveFocus();
});

test("Enter and a click open, a control inside a cell does not", async () => {
  const { click, keyboard } = person();
  const onOpen = vi.fn();
  const onPress = vi.fn();
  const withControl = (item: number) => (
    <button type="button" onClick={onPress}>
      more of {item}
    </button>
  );
  render(<Shown onOpen={onOpen} render={withControl} />);
  await click(faceOf(3));
  await keyboard("{ArrowRight}{Enter}");
  await click(screen.getByText("more of 5"));
  expect(onOpen.mock.calls).toEqual([
    [3, 3],
    [4, 4],
  ]);
  expect(onPress).toHaveBeenCalledTimes(1);
});

test("Space toggles, Shift and arrows extend from a place that stays, Escape clears", async () => {
  const { tab, keyboard } = person();
  const onChange = vi.fn<(selection: Selection) => void>();
  render(<Shown onChange={onChange} />);
  const last = () => idsOf(onChange.mock.lastCall?.[0]);
  await tab();
  await tab();
  await keyboard("{ArrowRight}{Shift>}{ArrowRight}{ArrowRight}{/Shift}");
  expect(last()).toEqual(["id-1", "id-2", "id-3"]);
  await keyboard("{Shift>}{ArrowLeft}{/Shift}");
  expect(last()).toEqual(["id-1", "id-2"]);
  expect(cellOf(2)).toHaveAttribute("aria-selected", "true");
  expect(cellOf(3)).toHaveAttribute("aria-selected", "false");
  await keyboard("{ArrowDown} ");
  expect(last()).toEqual(["id-1", "id-2", "id-8"]);
  await keyboard(" ");
  expect(last()).toEqual(["id-1", "id-2"]);
  await keyboard("{Escape}");
  expect(last()).toEqual([]);
});

test("Ctrl+A means all that the question finds", async () => {
  const { tab, keyboard } = person();
  const onChange = vi.fn<(selection: Selection) => void>();
  render(<Shown onChange={onChange} />);
  await tab();
  await tab();
  await keyboard("{Control>}a{/Control} ");
  expect(onChange.mock.calls.map(([selection]) => selection)).toEqual([
    { mode: "all", except: new Set() },
    { mode: "all", except: new Set(["id-0"]) },
  ]);
});

test("ctrl-click toggles one, shift-click selects the range from it, the tick toggles without opening", async () => {
  const { click, keyboard } = person();
  const onChange = vi.fn<(selection: Selection) => void>();
  const onOpen = vi.fn();
  render(<Shown onChange={onChange} onOpen={onOpen} />);
  const last = () => idsOf(onChange.mock.lastCall?.[0]);
  await keyboard("{Control>}");
  await click(faceOf(2));
  await keyboard("{/Control}{Shift>}");
  await click(faceOf(5));
  expect(last()).toEqual(["id-2", "id-3", "id-4", "id-5"]);
  await click(faceOf(1));
  expect(last()).toEqual(["id-2", "id-1"]);
  await keyboard("{/Shift}");
  await click(cellOf(9));
  expect(last()).toEqual(["id-2", "id-1", "id-9"]);
  expect(onOpen).not.toHaveBeenCalled();
});

test("Escape with nothing selected, and keys that are none of the grid's, go on to the page", () => {
  render(<Shown />);
  act(() => cellOf(0).focus());
  for (const key of ["Escape", "k", "Tab"]) expect(fireEvent.keyDown(cellOf(0), { key })).toBe(true);
  expect(fireEvent.keyDown(cellOf(0), { key: "ArrowLeft", altKey: true })).toBe(true);
  expect(fireEvent.keyDown(cellOf(0), { key: "ArrowDown" })).toBe(false);
});

test("a grid without selection says nothing of it", () => {
  render(<ThumbGrid label="Results" items={ALL} total={5} keyOf={keyOf} labelOf={labelOf} render={cell} tile={160} />);
  expect(cellOf(0)).not.toHaveAttribute("aria-selected");
  expect(grid()).not.toHaveAttribute("aria-multiselectable");
});

test("the focus can be led from outside, and the cell is brought into view", () => {
  const { rerender } = render(<Shown focused={0} />);
  rerender(<Shown focused={5000} />);
  expect(cellOf(5000)).toHaveAttribute("tabindex", "0");
  expect(grid().scrollTop).toBeGreaterThan(100_000);
  expect(document.body).toHaveFocus();
});

test("led from outside while it is in the grid, the focus goes along", () => {
  const { rerender } = render(<Shown focused={0} />);
  act(() => cellOf(0).focus());
  rerender(<Shown focused={5000} />);
  expect(cellOf(5000)).toHaveFocus();
});

test("a grid begins where it is led to", () => {
  render(<Shown focused={5000} />);
  expect(cellOf(5000)).toHaveAttribute("tabindex", "0");
  expect(grid().scrollTop).toBeGreaterThan(100_000);
});
