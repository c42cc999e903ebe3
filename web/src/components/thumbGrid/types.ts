/** What the grid is given. */
import type { ReactNode } from "react";

import type { Selection } from "./selection";

/** An array, or anything else that knows what stands at an index. What is not loaded is undefined. */
export interface Items<T> {
  at: (index: number) => T | undefined;
}

/**
 * What is in a cell; controls have no place in it. While the grid moves fast, rows that come have no cells yet, but for the
 * one with the focus: there `isFast` says not to ask for a picture. It is drawn again when the grid slows down.
 */
export type RenderCell<T> = (item: T, index: number, how: { isFast: boolean }) => ReactNode;

export interface ThumbGridProps<T> {
  label: string;
  items: Items<T>;
  /** How many there are in all, loaded or not. */
  total: number;
  keyOf: (item: T) => string;
  /** A cell's name; must stay the same function, as must `render`, or every cell is drawn again. */
  labelOf: (item: T, index: number) => string;
  render: RenderCell<T>;
  /** About how wide a cell is. */
  tile: number;
  captionHeight?: number;
  /** The items in view or about to be: time to load those that are missing. */
  onNear?: (first: number, last: number) => void;
  /** Moves the focus from outside, when it changes. */
  focused?: number;
  onFocus?: (index: number) => void;
  /** With both of these, cells can be selected. */
  selection?: Selection;
  onSelect?: (next: Selection) => void;
  onOpen?: (item: T, index: number) => void;
  /** Under this key the tab remembers where the grid stood. Another question, another key. */
  restoreKey?: string;
  /** How many pixels at the lower edge something sticky hides. */
  coveredEnd?: number;
}
