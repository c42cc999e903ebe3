/** Saying that hits fit the question or do not: shown at once, taken back when it fails, undone from the history. */
import { useQueryClient } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";
import { useSession } from "@/api/session";
import { type Found, nameOf } from "@/features/search/found";
import { type Mark, type Marks, queryIn } from "@/features/search/marks";
import type { Ask } from "@/features/search/question";
import { notify, record } from "@/lib/actions";
import { announceNow } from "@/lib/announce";
import { counted } from "@/lib/format";

export const MARK_WORDS: Record<Mark, string> = { relevant: "relevant", irrelevant: "not relevant" };

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
    const said: string[] = [];
    try {
      const query = await queryIn(ask, cache, new AbortController().signal);
      for (const { found, rank } of hits) {
        const body = { image_id: found.imageId, action: mark, query, rank, score: found.score ?? null };
        said.push((await answerOf(api.POST("/api/feedback", { body }))).feedback_id);
      }
    } catch (error) {
      show((marks) => hits.slice(said.length).forEach(({ found: { imageId } }) => restore(marks, before, imageId)));
      refuse(error, hits.length - said.length);
    }
    if (said.length > 0) {
      const label = `Marked ${what(hits.slice(0, said.length))} as ${MARK_WORDS[mark]}`;
      record({ kind: "feedback", label, params: { feedbackId: said.join(",") }, userId });
    }
  };
}

function restore(marks: Record<string, Mark>, before: Marks, imageId: string): void {
  const was = before[imageId];
  if (was) marks[imageId] = was;
  else delete marks[imageId];
}

function refuse(error: unknown, left: number): void {
  const { title, detail } = wordsOf(error);
  notify({ title: `${counted(left, "image")} not marked: ${title}`, detail, tone: "bad" });
  announceNow(`Not marked: ${title}`);
}

function what(hits: readonly Shown[]): string {
  const [first] = hits;
  return hits.length === 1 && first ? `“${nameOf(first.found)}”` : counted(hits.length, "image");
}
