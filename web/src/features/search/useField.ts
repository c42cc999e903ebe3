/** The field for words, which a key leads to, also from the other tab. */
import { useCallback, useRef } from "react";

import { tabOf } from "@/features/search/question";
import type { Go, View } from "@/features/search/view";

export function useField(view: View, go: Go) {
  const node = useRef<HTMLInputElement>(null);
  const isWanted = useRef(false);
  const field = useCallback((input: HTMLInputElement | null) => {
    node.current = input;
    if (input && isWanted.current) input.focus();
    if (input) isWanted.current = false;
  }, []);
  const focusField = () => {
    if (tabOf(view) === "text") {
      node.current?.select();
      node.current?.focus();
    } else {
      isWanted.current = true;
      go({ mode: "text" });
    }
  };
  return { field, focusField };
}
