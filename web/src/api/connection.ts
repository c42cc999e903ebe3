/** Whether the API answers: what requests found, and what the browser says of the network. */
import { create } from "zustand";

import { apiBase } from "@/lib/apiBase";

interface Connection {
  isAway: boolean;
  /** Milliseconds since the epoch, of the last answer. */
  answeredAt: number;
}

const AGAIN_MS = 5000;

export const useConnection = create<Connection>(() => ({ isAway: !navigator.onLine, answeredAt: Date.now() }));

let asking: ReturnType<typeof setTimeout> | undefined;

/** An answer came, whatever it said. */
export function answered(): void {
  clearTimeout(asking);
  asking = undefined;
  if (useConnection.getState().isAway) useConnection.setState({ isAway: false, answeredAt: Date.now() });
  else useConnection.getState().answeredAt = Date.now();
}

/** None came: say so, and ask until one does. */
export function notAnswered(): void {
  useConnection.setState({ isAway: true });
  asking ??= setTimeout(askAgain, AGAIN_MS);
}

async function askAgain(): Promise<void> {
  asking = undefined;
  try {
    const response = await fetch(`${apiBase()}/healthz`, { cache: "no-store" });
    if (response.status < 500) answered();
    else notAnswered();
  } catch {
    notAnswered();
  }
}

/** Listen to the browser's own word. Returns what stops it. */
export function watchConnection(): () => void {
  const online = () => void askAgain();
  window.addEventListener("offline", notAnswered);
  window.addEventListener("online", online);
  return () => {
    window.removeEventListener("offline", notAnswered);
    window.removeEventListener("online", online);
  };
}
