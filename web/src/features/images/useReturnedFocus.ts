/** Focus goes into a panel when it opens, and back to where it was when it closes. */
import { type RefObject, useEffect, useLayoutEffect } from "react";

/** `into` gets the focus. */
export function useReturnedFocus(into: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    const panel = into.current;
    panel?.focus({ preventScroll: true });
    return () => {
      const isOurs = isNowhere() || panel?.closest("aside")?.contains(document.activeElement);
      if (isOurs && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [into]);
}

/** Where what had the focus before is not there any more (a list scrolls), a closed panel leaves it to the list itself. */
export function useFocusOfList(): void {
  useEffect(
    () => () => {
      if (!isNowhere()) return;
      const list = document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]');
      (list ?? document.getElementById("main"))?.focus();
    },
    [],
  );
}

/** `subject` is what a panel shows: where a change of it loses the focus, `into` gets it. */
export function useKeptFocus(into: RefObject<HTMLElement | null>, subject: string): void {
  useEffect(() => {
    if (isNowhere()) into.current?.focus({ preventScroll: true });
  }, [into, subject]);
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
