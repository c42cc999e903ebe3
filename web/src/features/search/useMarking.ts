/** Saying that hits fit the question or do not: shown at once, taken back when it fails, undone from the history. */
import { useQueryClient } from "@tanstack/react-query";

import { keys } from "@/api/keys";
import { useSession } from "@/api/session";
import type { Found } from "@/features/search/found";
import type { Mark, Marks } from "@/features/search/marks";
import type { Ask } from "@/features/search/question";

export interface Shown {
  found: Found;
  /** From 1. */
  rank: number;
}

/** The function that marks hits of this question. */
export function useMarking(ask: Ask | null): (hits: readonly Shown[], mark: Mark) => Promise<void> {
  const cache = useQueryClient();
  const userId = useSession((session) => session.user?.userId ?? "");
  const queryKey = keys.feedback.ofQuery(ask);
  const show = (change: (marks: Record<string, Mark>) => void) =>
    cache.setQueryData<Marks>(queryKey, (before = {}) => {
      const marks = { ...before };
      change(marks);
      return marks;
    });

  return async (hits, mark) => {
    if (!ask || ask.kind === "examples" || hits.length === 0) return;
    await cache.cancelQueries({ queryKey });
    const before = cache.getQueryData<Marks>(queryKey) ?? {};
    show((marks) => hits.forEach(({ found }) => (marks[found.imageId] = mark)));
    const { sendMarks } = await import("@/features/search/sendMarks");
    const kept = await sendMarks({ ask, hits, mark, cache, userId });
    show((marks) => hits.slice(kept).forEach(({ found: { imageId } }) => restore(marks, before, imageId)));
  };
}

function restore(marks: Record<string, Mark>, before: Marks, imageId: string): void {
  const was = before[imageId];
  if (was) marks[imageId] = was;
  else delete marks[imageId];
}
