/** Keys and clicks of the grid. */
import type { KeyboardEvent, MouseEvent } from "react";

import type { Layout } from "./geometry";
import { moved } from "./moves";
import type { ThumbGridProps } from "./types";
import { indexOf } from "./useRovingFocus";
import { useSelecting } from "./useSelecting";

interface Hands {
  active: number;
  focus: (index: number) => void;
  show: (index: number) => void;
}

/** A corner of so many pixels selects. */
const TICK = 32;

export function useGridInput<T>(props: ThumbGridProps<T>, layout: Layout | undefined, { active, focus, show }: Hands) {
  const { items, total, keyOf, selection, onSelect, onOpen } = props;
  const selecting = useSelecting({ items, total, keyOf, selection, onSelect });

  const open = (index: number) => {
    const item = items.at(index);
    if (item !== undefined) onOpen?.(item, index);
  };

  const go = (key: string, isExtending: boolean): boolean => {
    if (!layout) return false;
    const pageRows = Math.max(1, Math.floor((layout.height - layout.coveredEnd) / layout.pitch));
    const to = moved(key, active, { columns: layout.columns, total, pageRows });
    if (to === undefined) return false;
    if (isExtending && selecting.isOn) selecting.extend(active, to);
    else selecting.begin(to);
    show(to);
    focus(to);
    return true;
  };

  const press = (key: string): boolean => {
    if (key === "Enter") open(active);
    else if (!selecting.isOn) return false;
    else if (key === " ") selecting.toggle(active);
    else if (key === "Control+a") selecting.all();
    else if (key === "Escape" && !selecting.isEmpty) selecting.none();
    else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || total === 0 || isInControl(event.target)) return;
    const key = spelled(event);
    if (go(key, event.shiftKey) || (!event.shiftKey && press(key))) event.preventDefault();
  };

  const onClick = (event: MouseEvent) => {
    const index = indexOf(event.target);
    if (event.defaultPrevented || index === undefined || isInControl(event.target)) return;
    if (!selecting.isOn) open(index);
    else if (event.shiftKey) selecting.extend(index, index);
    else if (event.ctrlKey || event.metaKey || isTick(event.nativeEvent)) selecting.toggle(index);
    else {
      selecting.begin(index);
      open(index);
    }
  };

  return { onKeyDown, onClick };
}

/** The tick is drawn by the cell itself, above all that is in the cell. */
function isTick({ target, offsetX, offsetY }: globalThis.MouseEvent): boolean {
  const isCell = target instanceof Element && target.matches("[data-index]");
  return isCell && offsetX < TICK && offsetY < TICK;
}

function isIn(target: EventTarget, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** A control inside a cell has its own keys and clicks. */
function isInControl(target: EventTarget): boolean {
  return isIn(target, "a[href],button,input,select,textarea,label,summary");
}

function spelled({ key, ctrlKey, metaKey }: KeyboardEvent): string {
  const held = ctrlKey || metaKey ? "Control+" : "";
  return held + (key.length === 1 ? key.toLowerCase() : key);
}
