/** Whether a media query holds now. */
import { useSyncExternalStore } from "react";

/** `useMedia("(width < 900px)")`. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}
