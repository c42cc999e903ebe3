/** Focus goes into a panel when it opens, and back to where it was when it closes. */
import { type RefObject, useEffect, useLayoutEffect } from "react";

/** `into` gets the focus; `subject` is what the panel shows: where a change of it loses the focus, it goes there again. */
export function useReturnedFocus(into: RefObject<HTMLElement | null>, subject: string): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    const panel = into.current;
    panel?.focus({ preventScroll: true });
    return () => {
      const isOurs = isNowhere() || panel?.closest("aside")?.contains(document.activeElement);
      if (isOurs && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [into]);
  useEffect(() => {
    if (isNowhere()) into.current?.focus({ preventScroll: true });
  }, [into, subject]);
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
