/** One row of cells, at its place in the box. */
import { memo, type ReactNode, startTransition, useEffect, useState } from "react";

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

export const GridRow = memo(function GridRow<T>({ gate, ...row }: Props<T>) {
  const isFast = useHeld(gate);
  return isFast && row.active === -1 ? <Boxes {...row} /> : <Cells {...row} isFast={isFast} />;
}) as <T>(props: Props<T>) => ReactNode;

type RowProps<T> = Omit<Props<T>, "gate">;
const ROW = "absolute left-2 [contain:strict]";

/** What flies by: one element for a whole row, painted as its cells would be. */
function Boxes<T>({ row, top, layout }: RowProps<T>) {
  const { cellWidth } = layout;
  const background = `repeating-linear-gradient(to right, var(--raised) 0 ${cellWidth}px, transparent 0 ${cellWidth + GAP}px)`;
  return <div className={ROW} style={{ ...boxOf(layout, row, top), background }} />;
}

function Cells<T>({ row, top, layout, items, keyOf, selection, active, ...rest }: RowProps<T> & { isFast: boolean }) {
  const first = row * layout.columns;
  const cells = Array.from({ length: lengthOf(layout, row) }, (_, column) => {
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
    ...boxOf(layout, row, top),
    gap: GAP,
    gridTemplateColumns: `repeat(${layout.columns}, ${layout.cellWidth}px)`,
  };
  return (
    <div role="row" aria-rowindex={row + 1} className={`${ROW} grid`} style={style}>
      {cells}
    </div>
  );
}

/** Fewer in the last row. */
const lengthOf = ({ columns, total }: Layout, row: number) => Math.min(columns, total - row * columns);

function boxOf(layout: Layout, row: number, top: number) {
  return { top, height: layout.cellHeight, width: lengthOf(layout, row) * (layout.cellWidth + GAP) - GAP };
}

/** A row made while the grid moves fast waits; one that does not wait never does again. */
function useHeld(gate: Gate): boolean {
  const [isHeld, setHeld] = useState(() => gate.isFast);
  useEffect(() => {
    if (!isHeld) return undefined;
    return gate.whenSlow(() => startTransition(() => setHeld(false)));
  }, [isHeld, gate]);
  return isHeld;
}
