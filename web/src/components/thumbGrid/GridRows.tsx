/** The rows that are in the page now, in a box as long as the scroll bar must believe. */
import type { ReactNode } from "react";

import type { Gate } from "./gate";
import { clamp, type Layout, rowOf, topOf } from "./geometry";
import { GridRow } from "./GridRow";
import { scaleOf } from "./scrollScale";
import type { Selection } from "./selection";
import type { View } from "./track";
import type { Items, RenderCell } from "./types";

interface Props<T> {
  layout: Layout;
  view: View;
  active: number;
  items: Items<T>;
  keyOf: (item: T) => string;
  labelOf: (item: T, index: number) => string;
  render: RenderCell<T>;
  selection: Selection | undefined;
  gate: Gate;
}

export function GridRows<T>({ layout, view, active, ...shared }: Props<T>): ReactNode {
  const { length } = scaleOf(layout.extent, layout.height);
  return (
    <div role="presentation" className="relative" style={{ height: length }}>
      {rowsOf(layout, view, active).map((row) => (
        <GridRow
          key={row}
          row={row}
          // A row far out of view stands at the nearest end, or it would make the box longer.
          top={clamp(topOf(layout, row) - view.shift, 0, length - layout.pitch)}
          layout={layout}
          active={rowOf(layout, active) === row ? active : -1}
          {...shared}
        />
      ))}
    </div>
  );
}

/** In order; the row with the stop for Tab is always among them. */
function rowsOf(layout: Layout, view: View, active: number): number[] {
  const last = Math.min(view.last, layout.rows - 1);
  const rows = Array.from({ length: Math.max(0, last - view.first + 1) }, (_, at) => view.first + at);
  const own = rowOf(layout, active);
  if (own < view.first) return [own, ...rows];
  return own > last ? [...rows, own] : rows;
}
