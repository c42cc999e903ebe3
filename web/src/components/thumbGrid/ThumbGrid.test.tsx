/** What of the grid is in the page, and when it is drawn. */
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

import { ALL, cellOf, COLUMNS, drawn, grid, person, Shown, TOTAL } from "./testGrid";

afterEach(() => vi.useRealTimers());

function scrollTo(top: number) {
  grid().scrollTop = top;
  act(() => {
    fireEvent.scroll(grid());
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

test("while it moves fast cells are held, and more is not asked for; both come when it rests", () => {
  vi.useFakeTimers();
  const onNear = vi.fn();
  render(<Shown onNear={onNear} />);
  expect(screen.queryByTestId("held")).not.toBeInTheDocument();
  onNear.mockClear();
  scrollTo(50_000);
  expect(screen.getAllByTestId("held").length).toBeGreaterThan(50);
  expect(onNear).not.toHaveBeenCalled();
  act(() => {
    vi.advanceTimersByTime(200);
  });
  expect(screen.queryByTestId("held")).not.toBeInTheDocument();
  expect(onNear).toHaveBeenCalledTimes(1);
});

test("a step draws only the rows that came, and a selected cell only itself", async () => {
  const { keyboard } = person();
  render(<Shown />);
  act(() => cellOf(7).focus());
  drawn.mockClear();
  await keyboard(" ");
  expect(drawn.mock.calls.map(([item]) => item)).toEqual([7]);
  drawn.mockClear();
  scrollTo(340);
  const rows = new Set(drawn.mock.calls.map(([item]) => Math.floor(item / COLUMNS)));
  expect(rows.size).toBe(2);
});

test("the far end of ten million is there, and the focus reaches it", async () => {
  const { keyboard, tab } = person();
  const total = 10_000_000;
  const items = { at: (index: number) => (index < total ? index : undefined) };
  render(<Shown items={items} total={total} />);
  await tab();
  await tab();
  await keyboard("{Control>}{End}{/Control}");
  expect(cellOf(total - 1)).toHaveFocus();
  const tops = [...grid().querySelectorAll<HTMLElement>("[role=row]")].map((row) => Number.parseFloat(row.style.top));
  expect(Math.max(...tops)).toBeLessThan(12_000_000);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
});

test("Back returns to the same place and the same stop for Tab; another question begins at the top", () => {
  const { unmount } = render(<Shown restoreKey="cats" />);
  scrollTo(50_000);
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

test("nothing found is no grid", () => {
  render(<Shown total={0} />);
  expect(screen.queryByRole("grid")).not.toBeInTheDocument();
});
