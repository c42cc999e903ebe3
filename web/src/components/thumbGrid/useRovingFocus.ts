/** One cell is the grid's stop for Tab. It has the focus, or would have it; that is not lost while cells come and go. */
import { type FocusEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";

export function useRovingFocus(
  box: RefObject<HTMLElement | null>,
  total: number,
  focused: number | undefined,
  onFocus: ((index: number) => void) | undefined,
) {
  const [chosen, setChosen] = useState(focused ?? 0);
  const [told, setTold] = useState(focused);
  if (told !== focused) {
    setTold(focused);
    if (focused !== undefined) setChosen(focused);
  }
  const active = Math.max(0, Math.min(chosen, total - 1));
  const isWithin = useRef(false);
  const isWanted = useRef(false);

  useLayoutEffect(() => {
    const isElsewhere = isWithin.current && indexOf(document.activeElement) !== active;
    if (!isWanted.current && !isElsewhere) return;
    const cell = box.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    if (!cell) return;
    isWanted.current = false;
    cell.focus({ preventScroll: true });
  });

  const setActive = useCallback(
    (index: number) => {
      setChosen(index);
      if (index !== active) onFocus?.(index);
    },
    [active, onFocus],
  );
  const focus = (index: number) => {
    isWanted.current = true;
    setActive(index);
  };
  const onFocusIn = (event: FocusEvent) => {
    isWithin.current = true;
    const index = indexOf(event.target);
    if (index !== undefined) setActive(index);
  };
  const onFocusOut = () => {
    isWithin.current = false;
  };
  return { active, focus, setChosen, handlers: { onFocus: onFocusIn, onBlur: onFocusOut } };
}

/** The index of the cell that this is in. */
export function indexOf(target: EventTarget | null): number | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  return cell ? Number(cell.dataset["index"]) : undefined;
}
