/** Taking the last action back, wherever it was done. */
import type { QueryClient } from "@tanstack/react-query";

import { useCan, useSession } from "@/api/session";
import { undo } from "@/api/undoables";
import { canUndo, entriesOf } from "@/features/history/entries";
import { askForBatches } from "@/features/history/useEntries";
import { adopt, newestOf, notify } from "@/lib/actions";

export function useUndoNewest(cache: QueryClient): () => Promise<void> {
  const userId = useSession((session) => session.user?.userId ?? "");
  const canReview = useCan("editor");
  return async () => {
    const action = newestOf(userId) ?? (canReview ? await newestThere(userId) : undefined);
    if (!action) return notify({ title: "There is nothing to take back", tone: "info" });
    adopt(action);
    return undo(action, cache);
  };
}

/** The newest review that only the server remembers. */
async function newestThere(userId: string) {
  const page = await askForBatches(null).catch(() => undefined);
  return entriesOf([], page?.batches ?? [], userId).find((entry) => canUndo(entry, Date.now()) && entry.jobId === null);
}
