/** What of the grid is in the page, and when it is drawn. */
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ALL, cellOf, COLUMNS, drawn, grid, Shown, TOTAL } from "./testGrid";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function scrollTo(top: number) {
  grid().scrollTop = top;
  act(() => {
    fireEvent.scroll(grid());
  });
}

function rest() {
  act(() => {
    vi.advanceTimersByTime(200);
  });
}

test("counts are those of the whole result, and only few cells are in the page", () => {
  render(<Shown />);
  expect(screen.getByRole("grid", { name: "Results" })).toBe(grid());
  expect(screen.getByRole("img", { name: "Number 5" }).parentElement).toBe(cellOf(5));
  expect(grid()).toHaveAttribute("aria-rowcount", String(Math.ceil(TOTAL / COLUMNS)));
  expect(grid()).toHaveAttribute("aria-colcount", String(COLUMNS));
  expect(grid()).toHaveAttribute("aria-multiselectable", "true");
  expect([...grid().querySelectorAll<HTMLElement>("[role=gridcell]")].length).toBeLessThan(250);
  const row = [...grid().querySelectorAll<HTMLElement>("[role=row]")][1];
  expect(row).toHaveAttribute("aria-rowindex", "2");
  expect(within(row ?? grid()).getAllByRole("gridcell")[2]).toHaveAttribute("aria-colindex", "3");
});

test("the focused row stays in the page however far one scrolls", () => {
  render(<Shown />);
  act(() => cellOf(8).focus());
  scrollTo(100_000);
  rest();
  expect(cellOf(8)).toHaveFocus();
  const rows = [...grid().querySelectorAll<HTMLElement>("[role=row]")].map((row) =>
    Number(row.getAttribute("aria-rowindex")),
  );
  expect(rows[0]).toBe(2);
  expect(rows[1]).toBeGreaterThan(500);
});

test("what is not loaded has its cell, keeps the focus when it comes, and is asked for", () => {
  const onNear = vi.fn();
  const { rerender } = render(<Shown items={[]} onNear={onNear} />);
  const cells = screen.getAllByLabelText("Loading");
  expect(onNear).toHaveBeenLastCalledWith(0, cells.length - 1);
  act(() => cells[2]?.parentElement?.focus());
  rerender(<Shown items={ALL} onNear={onNear} />);
  expect(cellOf(2)).toHaveFocus();
});

test("the focus stays on its item when the columns change under it", () => {
  const { rerender } = render(<Shown />);
  act(() => cellOf(40).focus());
  rerender(<Shown tile={96} />);
  expect(grid()).toHaveAttribute("aria-colcount", "10");
  expect(cellOf(40)).toHaveFocus();
});

test("while it moves fast nothing is drawn, and more is not asked for; both come when it rests", () => {
  const onNear = vi.fn();
  render(<Shown onNear={onNear} />);
  expect(screen.queryByTestId("held")).not.toBeInTheDocument();
  onNear.mockClear();
  drawn.mockClear();
  scrollTo(50_000);
  expect(drawn).not.toHaveBeenCalled();
  expect(grid().querySelectorAll('[role="presentation"] > *').length).toBeGreaterThan(12);
  expect(onNear).not.toHaveBeenCalled();
  rest();
  expect(drawn.mock.calls.length).toBeGreaterThan(60);
  expect(screen.queryByTestId("held")).not.toBeInTheDocument();
  expect(onNear).toHaveBeenCalledTimes(1);
});

test("a step draws only the rows that came, and a selected cell only itself", () => {
  render(<Shown />);
  act(() => cellOf(7).focus());
  drawn.mockClear();
  fireEvent.keyDown(cellOf(7), { key: " " });
  expect(drawn.mock.calls.map(([item]) => item)).toEqual([7]);
  drawn.mockClear();
  scrollTo(340);
  rest();
  const rows = new Set(drawn.mock.calls.map(([item]) => Math.floor(item / COLUMNS)));
  expect(rows.size).toBe(2);
});

test("the far end of ten million is there, and the focus reaches it", () => {
  const total = 10_000_000;
  const items = { at: (index: number) => (index < total ? index : undefined) };
  render(<Shown items={items} total={total} />);
  act(() => cellOf(0).focus());
  fireEvent.keyDown(cellOf(0), { key: "End", ctrlKey: true });
  expect(cellOf(total - 1)).toHaveFocus();
  rest();
  const tops = [...grid().querySelectorAll<HTMLElement>("[role=row]")].map((row) => Number.parseFloat(row.style.top));
  expect(Math.max(...tops)).toBeLessThan(12_000_000);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
});

test("Back returns to the same place and the same stop for Tab; another question begins at the top", () => {
  const { unmount } = render(<Shown restoreKey="cats" />);
  scrollTo(50_000);
  rest();
  act(() => [...grid().querySelectorAll<HTMLElement>("[role=gridcell]")].at(100)?.focus());
  const focused = document.activeElement?.getAttribute("data-index");
  unmount();
  const again = render(<Shown restoreKey="cats" total={0} />);
  again.rerender(<Shown restoreKey="cats" />);
  expect(grid().scrollTop).toBe(50_000);
  expect(grid().querySelector('[tabindex="0"]')).toHaveAttribute("data-index", focused ?? "");
  again.rerender(<Shown restoreKey="dogs" />);
  expect(grid().scrollTop).toBe(0);
});

test("it stands where it stood when React mounts it twice, as it does in development", () => {
  render(
    <StrictMode>
      <Shown />
    </StrictMode>,
  );
  expect(cellOf(5)).toHaveTextContent("5");
  scrollTo(50_000);
  rest();
  expect(grid().querySelectorAll("[role=row]").length).toBeGreaterThan(10);
});

test("nothing found is no grid", () => {
  render(<Shown total={0} />);
  expect(screen.queryByRole("grid")).not.toBeInTheDocument();
});
