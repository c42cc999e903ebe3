/** What screen readers are told: two live regions of the shell, one polite and one that interrupts. */
import { create } from "zustand";

interface Announcements {
  polite: string;
  assertive: string;
}

const QUIET_MS = 1000;

export const useAnnouncements = create<Announcements>(() => ({ polite: "", assertive: "" }));

let waiting: ReturnType<typeof setTimeout> | undefined;
let saidAt = 0;

/** Say it when there is a pause. Of several within a second only the last is said. */
export function announce(text: string): void {
  clearTimeout(waiting);
  const say = () => {
    saidAt = Date.now();
    useAnnouncements.setState(({ polite }) => ({ polite: unlike(polite, text) }));
  };
  waiting = setTimeout(say, Math.max(0, saidAt + QUIET_MS - Date.now()));
}

/** Say it at once: errors, and what was lost. */
export function announceNow(text: string): void {
  useAnnouncements.setState(({ assertive }) => ({ assertive: unlike(assertive, text) }));
}

/** The same text again is read only when the region changes: a space that nobody sees or hears. */
function unlike(before: string, text: string): string {
  return before === text ? `${text}\u00A0` : text;
}
