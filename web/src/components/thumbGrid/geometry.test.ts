/** Whatever the box and the result are like, every item has its place, and what is in view is kept. */
import { describe, expect, test } from "vitest";

import { drawing } from "@/testing/chance";

import { GAP, itemsIn, type Layout, layoutOf, offsetToShow, rowOf, rowsToKeep, topOf, visibleRows } from "./geometry";

const draw = drawing(7);

function anyLayout(): Layout {
  return layoutOf({
    width: draw(280, 2600),
    height: draw(200, 1600),
    total: draw(1, draw(0, 1) ? 300 : 10_000_000),
    tile: [96, 160, 240][draw(0, 2)] ?? 160,
    captionHeight: draw(0, 40),
    coveredEnd: draw(0, 1) * 64,
  });
}

const anyOffset = ({ extent, height }: Layout) => draw(0, Math.max(0, extent - height));

/** One property for 300 layouts and a place in each. */
function always(holds: (layout: Layout, offset: number) => void) {
  for (let run = 0; run < 300; run += 1) {
    const layout = anyLayout();
    holds(layout, anyOffset(layout));
  }
}

describe("layout", () => {
  test("columns fill the width, and are about as wide as asked", () => {
    always(({ width, columns, cellWidth, tile }) => {
      const used = columns * cellWidth + (columns + 1) * GAP;
      expect(used).toBeLessThanOrEqual(width);
      expect(width - used).toBeLessThan(columns);
      expect(columns === 1 || Math.abs(cellWidth - tile) < tile * 0.36).toBe(true);
    });
  });

  test("a phone shows two columns of the middle size, and three of the small one", () => {
    const shape = { width: 320, height: 600, total: 50, captionHeight: 0, coveredEnd: 0 };
    expect(layoutOf({ ...shape, tile: 160 }).columns).toBe(2);
    expect(layoutOf({ ...shape, tile: 96 }).columns).toBe(3);
  });

  test("the last row ends where the grid ends, above what covers its edge", () => {
    always((layout) => {
      const { rows, cellHeight, extent, coveredEnd } = layout;
      expect(topOf(layout, rows - 1) + cellHeight + GAP + coveredEnd).toBe(extent);
      expect(rowOf(layout, layout.total - 1)).toBe(rows - 1);
    });
  });
});

describe("rows", () => {
  test("in view is exactly what overlaps the view", () => {
    always((layout, offset) => {
      const { first, last } = visibleRows(layout, offset);
      const isSeen = (row: number) =>
        topOf(layout, row) + layout.pitch > offset && topOf(layout, row) < offset + layout.height;
      const around = [first - 1, first, last, last + 1].filter((row) => row >= 0 && row < layout.rows);
      expect(around.filter(isSeen)).toEqual(around.filter((row) => row >= first && row <= last));
    });
  });

  test("all in view are kept, and at least one before and after them", () => {
    always((layout, offset) => {
      const seen = visibleRows(layout, offset);
      const kept = rowsToKeep(layout, offset, draw(0, 1) ? 1 : -1);
      expect(kept.first).toBeLessThanOrEqual(Math.max(0, seen.first - 1));
      expect(kept.last).toBeGreaterThanOrEqual(Math.min(layout.rows - 1, seen.last + 1));
      expect(kept.first).toBeGreaterThanOrEqual(0);
      expect(kept.last).toBeLessThan(layout.rows);
    });
  });

  test("more are kept in the direction of travel", () => {
    const layout = layoutOf({ width: 1200, height: 850, total: 100_000, tile: 160, captionHeight: 0, coveredEnd: 0 });
    const seen = visibleRows(layout, 500_000);
    const down = rowsToKeep(layout, 500_000, 1);
    const up = rowsToKeep(layout, 500_000, -1);
    expect((down.last - seen.last) * layout.pitch).toBeGreaterThanOrEqual(2 * layout.height);
    expect(down.last - seen.last).toBe(seen.first - up.first);
    expect(seen.first - down.first).toBeLessThan(down.last - seen.last);
  });

  test("never many more than those in view, however small the cells", () => {
    always((layout, offset) => {
      const seen = itemsIn(layout, visibleRows(layout, offset));
      const kept = itemsIn(layout, rowsToKeep(layout, offset, 1));
      const most = Math.max(168, seen.last - seen.first + 1 + 2 * layout.columns);
      expect(kept.last - kept.first + 1).toBeLessThanOrEqual(most);
    });
  });

  test("what is shown is wholly in view, and moves no further than it must", () => {
    always((layout, offset) => {
      const row = draw(0, layout.rows - 1);
      const to = offsetToShow(layout, offset, row);
      const room = layout.height - layout.coveredEnd;
      if (layout.pitch + GAP > room) return;
      expect(topOf(layout, row)).toBeGreaterThanOrEqual(to);
      expect(topOf(layout, row) + layout.cellHeight).toBeLessThanOrEqual(to + room);
      expect(offsetToShow(layout, to, row)).toBe(to);
    });
  });

  test("what is in view already moves nothing", () => {
    always((layout, offset) => {
      const { first, last } = visibleRows(layout, offset);
      const whole = (row: number) =>
        topOf(layout, row) - GAP >= offset &&
        topOf(layout, row) + layout.pitch + layout.coveredEnd <= offset + layout.height;
      for (const row of [first, first + 1, last - 1, last].filter(whole))
        expect(offsetToShow(layout, offset, row)).toBe(offset);
    });
  });
});
