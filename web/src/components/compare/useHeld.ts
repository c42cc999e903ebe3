/** Whether Space is held: while it is, the other picture is shown. */
import { useEffect, useState } from "react";

import { useHotkeys } from "@/lib/hotkeys";

export function useHeld(does: string): boolean {
  const [isHeld, setHeld] = useState(false);
  useHotkeys("compare by flicker", [{ keys: "Space", does, run: () => setHeld(true) }]);
  useEffect(() => {
    if (!isHeld) return undefined;
    const release = (event: KeyboardEvent) => event.key === " " && setHeld(false);
    const leave = () => setHeld(false);
    document.addEventListener("keyup", release);
    window.addEventListener("blur", leave);
    return () => {
      document.removeEventListener("keyup", release);
      window.removeEventListener("blur", leave);
    };
  }, [isHeld]);
  return isHeld;
}
