/** Selecting cells: one by one, in ranges from a place that stays, all, or none. */
import { useRef } from "react";

import { EVERYTHING, NOTHING, select, type Selection, selectedCount, toggle } from "./selection";
import type { Items } from "./types";

interface Wishes<T> {
  items: Items<T>;
  total: number;
  keyOf: (item: T) => string;
  selection: Selection | undefined;
  onSelect: ((next: Selection) => void) | undefined;
}

/** Ranges begin here, and are added to what was selected when it was set. */
interface Anchor {
  index: number;
  before: Selection;
}

export function useSelecting<T>({ items, total, keyOf, selection, onSelect }: Wishes<T>) {
  const anchor = useRef<Anchor>(undefined);
  const now = selection ?? NOTHING;

  return {
    isOn: selection !== undefined && onSelect !== undefined,

    isEmpty: selectedCount(now, total) === 0,

    /** The next range begins here. */
    begin(index: number) {
      anchor.current = { index, before: now };
    },

    toggle(index: number) {
      const item = items.at(index);
      if (item === undefined) return;
      const next = toggle(now, keyOf(item));
      anchor.current = { index, before: next };
      onSelect?.(next);
    },

    /** From where the range begins, or from `from` where none was begun, to here. What is not loaded has no id yet. */
    extend(from: number, to: number) {
      const { index, before } = (anchor.current ??= { index: from, before: now });
      const ids: string[] = [];
      for (let one = Math.min(index, to); one <= Math.max(index, to); one += 1) {
        const item = items.at(one);
        if (item !== undefined) ids.push(keyOf(item));
      }
      onSelect?.(select(before, ids));
    },

    all() {
      onSelect?.(EVERYTHING);
    },

    none() {
      anchor.current = undefined;
      onSelect?.(NOTHING);
    },
  };
}
