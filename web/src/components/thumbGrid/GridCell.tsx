/** One cell. It is kept for one place in the result; what is in it is kept for one item. */
import { memo, type ReactNode } from "react";

import { cx } from "@/lib/cx";

import type { RenderCell } from "./types";

interface Props<T> {
  item: T | undefined;
  itemKey: string;
  index: number;
  column: number;
  /** Undefined where nothing can be selected. */
  isSelected: boolean | undefined;
  isActive: boolean;
  labelOf: (item: T, index: number) => string;
  render: RenderCell<T>;
  isFast: boolean;
}

const CELL =
  "group/cell relative min-w-0 cursor-pointer rounded-control outline-none " +
  "focus-visible:after:pointer-events-none focus-visible:after:absolute focus-visible:after:inset-0 " +
  "focus-visible:after:rounded-control focus-visible:after:outline-3 focus-visible:after:-outline-offset-3 " +
  "focus-visible:after:outline-focus focus-visible:after:inset-ring-5 focus-visible:after:inset-ring-surface";

/**
 * What a cell shows is one picture with one name to whoever does not see it. Empty it is a calm box: a screen full of
 * boxes that pulse costs more than all the rest.
 */
const CONTENT = "relative size-full rounded-control bg-raised";

export const GridCell = memo(function GridCell<T>(props: Props<T>) {
  const { item, itemKey, index, column, isSelected, isActive, labelOf, render, isFast } = props;
  const isMissing = item === undefined;
  return (
    <div
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isSelected}
      aria-busy={isMissing || undefined}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      className={CELL}
    >
      <div key={itemKey} role="img" aria-label={isMissing ? "Loading" : labelOf(item, index)} className={CONTENT}>
        {!isMissing && render(item, index, { isFast })}
      </div>
      {isSelected !== undefined && !isMissing && <Tick isOn={isSelected} />}
    </div>
  );
}) as <T>(props: Props<T>) => ReactNode;

/** What the pointer selects by. The keyboard has Space, and assistive technology the cell's own state. */
function Tick({ isOn }: { isOn: boolean }) {
  return (
    <span
      aria-hidden
      data-tick
      className={cx(
        "absolute top-0 left-0 grid size-8 place-items-center",
        !isOn &&
          "opacity-0 group-hover/cell:opacity-100 group-focus-visible/cell:opacity-100 pointer-coarse:opacity-100",
      )}
    >
      <span
        className={cx(
          "grid size-5 place-items-center rounded-full border-2 text-xs leading-none font-bold forced-color-adjust-none",
          isOn ? "border-on-accent bg-accent text-on-accent" : "border-edge bg-surface text-transparent",
        )}
      >
        {isOn && "✓"}
      </span>
    </span>
  );
}
