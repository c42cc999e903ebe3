/** Sends what was said of hits, one by one; loaded with the first mark. */
import type { QueryClient } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { wordsOf } from "@/api/problems";
import { nameOf } from "@/features/search/found";
import { type Mark, MARK_WORDS, queryIn } from "@/features/search/marks";
import type { Ask } from "@/features/search/question";
import type { Shown } from "@/features/search/useMarking";
import { notify, record } from "@/lib/actions";
import { announceNow } from "@/lib/announce";
import { counted } from "@/lib/format";

interface Marking {
  ask: Exclude<Ask, { kind: "examples" }>;
  hits: readonly Shown[];
  mark: Mark;
  cache: QueryClient;
  userId: string;
}

/** How many of them are kept, from the first on; what stopped the rest is told. One undo takes all of them back. */
export async function sendMarks({ ask, hits, mark, cache, userId }: Marking): Promise<number> {
  const said: string[] = [];
  try {
    const query = await queryIn(ask, cache, new AbortController().signal);
    for (const { found, rank } of hits) {
      const body = { image_id: found.imageId, action: mark, query, rank, score: found.score ?? null };
      said.push((await answerOf(api.POST("/api/feedback", { body }))).feedback_id);
    }
  } catch (error) {
    refuse(error, hits.length - said.length);
  }
  if (said.length > 0) {
    const label = `Marked ${what(hits.slice(0, said.length))} as ${MARK_WORDS[mark]}`;
    record({ kind: "feedback", label, params: { feedbackId: said.join(",") }, userId });
  }
  return said.length;
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
