/** What this browser remembers beside the log-in and the settings, and how it forgets it. */
import { useActions } from "@/lib/actions";

export interface Keeping {
  id: "history" | "searches" | "uploads";
  name: string;
  /** What it is good for, and so what is lost. */
  what: string;
  /** Names in localStorage. */
  keys: readonly string[];
  database?: string;
}

export const KEEPINGS: readonly Keeping[] = [
  {
    id: "history",
    name: "What you did",
    what: "The list of your actions. What you did stays done; it can no longer be taken back from that list, except for reviews of duplicates, which the server lists too.",
    keys: ["semblance.actions"],
  },
  {
    id: "searches",
    name: "Recent searches",
    what: "The words that were searched for last, of everybody who uses this browser.",
    keys: ["semblance.searches"],
  },
  {
    id: "uploads",
    name: "Record of uploads",
    what: "Which files were finished, so that a folder dropped again skips them. Without it they are looked at again, and nothing is stored twice.",
    keys: ["semblance.upload.left"],
    database: "semblance.uploads",
  },
];

/** Forget it. True when the page has to be loaded anew, since other parts of it may still remember. */
export async function forget({ id, keys, database }: Keeping): Promise<boolean> {
  if (id === "history") {
    useActions.setState({ actions: [] });
    return false;
  }
  for (const key of keys) localStorage.removeItem(key);
  if (database) await dropDatabase(database);
  return true;
}

/** A database that is still open goes as soon as the page does. */
function dropDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener("success", () => resolve());
    request.addEventListener("error", () => resolve());
    request.addEventListener("blocked", () => resolve());
  });
}
