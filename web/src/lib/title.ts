/** What the page is called: in the tab, in the browser's history, and what a screen reader says first. */
import { useEffect } from "react";

const SEPARATOR = " – ";

/** `useTitle("Group", "Duplicates")`: from the page outwards; the app's name comes last by itself. */
export function useTitle(...parts: readonly string[]): void {
  const title = [...parts, "Semblance"].join(SEPARATOR);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
