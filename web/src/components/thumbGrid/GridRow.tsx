/** One row of cells, at its place in the box. */
import { memo, type ReactNode } from "react";

import type { Gate } from "./gate";
import { GAP, type Layout } from "./geometry";
import { GridCell } from "./GridCell";
import { isSelected, type Selection } from "./selection";
import type { Items, RenderCell } from "./types";

interface Props<T> {
  row: number;
  top: number;
  layout: Layout;
  items: Items<T>;
  keyOf: (item: T) => string;
  labelOf: (item: T, index: number) => string;
  render: RenderCell<T>;
  selection: Selection | undefined;
  /** The index of the one cell that Tab leads to; -1 where it is in another row. */
  active: number;
  gate: Gate;
}

export const GridRow = memo(function GridRow<T>({
  row,
  top,
  layout,
  items,
  keyOf,
  selection,
  active,
  ...rest
}: Props<T>) {
  const first = row * layout.columns;
  const length = Math.min(layout.columns, layout.total - first);
  const cells = Array.from({ length }, (_, column) => {
    const index = first + column;
    const item = items.at(index);
    const id = item === undefined ? "" : keyOf(item);
    return (
      <GridCell
        key={index}
        item={item}
        itemKey={id}
        index={index}
        column={column}
        isSelected={selection && isSelected(selection, id)}
        isActive={index === active}
        {...rest}
      />
    );
  });
  const style = {
    top,
    height: layout.cellHeight,
    gap: GAP,
    gridTemplateColumns: `repeat(${layout.columns}, ${layout.cellWidth}px)`,
  };
  return (
    <div role="row" aria-rowindex={row + 1} className="absolute inset-x-2 grid [contain:strict]" style={style}>
      {cells}
    </div>
  );
}) as <T>(props: Props<T>) => ReactNode;
