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
  "relative min-w-0 cursor-pointer rounded-control outline-none " +
  "focus-visible:after:pointer-events-none focus-visible:after:absolute focus-visible:after:inset-0 " +
  "focus-visible:after:rounded-control focus-visible:after:outline-3 focus-visible:after:-outline-offset-3 " +
  "focus-visible:after:outline-focus focus-visible:after:inset-ring-5 focus-visible:after:inset-ring-surface";

/**
 * What the pointer selects by, without an element of its own: 20 px in a corner of 32 that can be hit. The keyboard has
 * Space, and assistive technology the cell's own state.
 */
const TICK =
  "before:absolute before:top-0 before:left-0 before:z-1 before:size-8 before:place-items-center before:rounded-full " +
  "before:border-6 before:border-transparent before:bg-clip-padding before:text-xs before:leading-none before:font-bold " +
  "before:inset-ring-2 before:forced-color-adjust-none";
const UNSELECTED =
  "before:hidden before:bg-surface before:inset-ring-edge hover:before:grid focus-visible:before:grid pointer-coarse:before:grid";
const SELECTED =
  "before:grid before:bg-accent before:text-on-accent before:inset-ring-on-accent before:content-['✓'_/_''] " +
  "after:pointer-events-none after:absolute after:inset-0 after:rounded-control after:inset-ring-4 after:inset-ring-accent";

/**
 * What a cell shows is one picture with one name to whoever does not see it. Empty it is a calm box: a screen full of
 * boxes that pulse costs more than all the rest.
 */
const CONTENT = "relative size-full rounded-control bg-raised";

export const GridCell = memo(function GridCell<T>(props: Props<T>) {
  const { item, itemKey, index, column, isSelected, isActive, labelOf, render, isFast } = props;
  const isMissing = item === undefined;
  const marks = isSelected === undefined || isMissing ? undefined : cx(TICK, isSelected ? SELECTED : UNSELECTED);
  return (
    <div
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isSelected}
      aria-busy={isMissing || undefined}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      className={cx(CELL, marks)}
    >
      <div key={itemKey} role="img" aria-label={isMissing ? "Loading" : labelOf(item, index)} className={CONTENT}>
        {!isMissing && render(item, index, { isFast })}
      </div>
    </div>
  );
}) as <T>(props: Props<T>) => ReactNode;
