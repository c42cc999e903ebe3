/** Where the cells of the grid lie: columns, rows, and which rows to keep in the page. Pure numbers. */

/** Space between two cells, and around all of them. */
export const GAP = 8;
/** So many cells are kept in the page at most, as long as those in view fit: with all in it, one is about eight elements. */
const MOST_CELLS = 168;
const SCREENS_AHEAD = 2;
const SCREENS_BEHIND = 0.5;

export interface Shape {
  width: number;
  height: number;
  total: number;
  /** The width that a cell should have, about. */
  tile: number;
  captionHeight: number;
  /** What something sticky hides at the lower edge. */
  coveredEnd: number;
}

export interface Layout extends Shape {
  columns: number;
  rows: number;
  cellWidth: number;
  cellHeight: number;
  /** From the top of one row to the top of the next. */
  pitch: number;
  /** How long all rows are, with what is around them. */
  extent: number;
}

/** Rows from `first` to `last`, both in it; `last < first` means none. */
export interface Span {
  first: number;
  last: number;
}

export function layoutOf(shape: Shape): Layout {
  const room = Math.max(1, shape.width - 2 * GAP);
  const columns = Math.max(1, Math.round((room + GAP) / (shape.tile + GAP)));
  const cellWidth = Math.max(1, Math.floor((room - GAP * (columns - 1)) / columns));
  const cellHeight = cellWidth + shape.captionHeight;
  const rows = Math.ceil(shape.total / columns);
  const pitch = cellHeight + GAP;
  return { ...shape, columns, rows, cellWidth, cellHeight, pitch, extent: GAP + rows * pitch + shape.coveredEnd };
}

export function topOf(layout: Layout, row: number): number {
  return GAP + row * layout.pitch;
}

export function rowOf(layout: Layout, index: number): number {
  return Math.floor(index / layout.columns);
}

/** The rows of which at least one pixel is in view at this offset. */
export function visibleRows(layout: Layout, offset: number): Span {
  const first = Math.floor((offset - GAP) / layout.pitch);
  const last = Math.ceil((offset + layout.height - GAP) / layout.pitch) - 1;
  return { first: Math.max(0, first), last: Math.min(layout.rows - 1, last) };
}

/** The rows to keep in the page: those in view, two screens in the direction of travel, half a screen behind. */
export function rowsToKeep(layout: Layout, offset: number, direction: 1 | -1): Span {
  const seen = visibleRows(layout, offset);
  const spare = Math.floor(MOST_CELLS / layout.columns) - (seen.last - seen.first + 1);
  const behind = clamp(
    Math.ceil((layout.height * SCREENS_BEHIND) / layout.pitch),
    1,
    Math.max(1, Math.floor(spare / 4)),
  );
  const ahead = clamp(Math.ceil((layout.height * SCREENS_AHEAD) / layout.pitch), 1, Math.max(1, spare - behind));
  const [before, after] = direction > 0 ? [behind, ahead] : [ahead, behind];
  return { first: Math.max(0, seen.first - before), last: Math.min(layout.rows - 1, seen.last + after) };
}

/** The items of these rows. */
export function itemsIn(layout: Layout, rows: Span): Span {
  return { first: rows.first * layout.columns, last: Math.min(layout.total, (rows.last + 1) * layout.columns) - 1 };
}

/** The offset nearest to this one at which the whole row is seen. */
export function offsetToShow(layout: Layout, offset: number, row: number): number {
  const top = topOf(layout, row) - GAP;
  const bottom = topOf(layout, row) + layout.pitch + layout.coveredEnd - layout.height;
  const lower = Math.max(offset, bottom);
  return clamp(Math.min(lower, top), 0, Math.max(0, layout.extent - layout.height));
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
