/** What this person said of the images of an answer: relevant to its question, or not. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { create } from "zustand";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import type { components } from "@/api/schema";
import { useSession } from "@/api/session";
import { type Ask, isSent } from "@/features/search/question";

export type Mark = "relevant" | "irrelevant";
export const MARK_WORDS: Record<Mark, string> = { relevant: "relevant", irrelevant: "not relevant" };
export type QueryIn = components["schemas"]["QueryIn"];
export type Marks = Readonly<Record<string, Mark>>;

/** What cells show beside their picture; each looks up its own, so that only a touched one is drawn again. */
export const useCellFacts = create<CellFacts>(() => ({ marks: {}, pos: new Set(), neg: new Set(), open: undefined }));

interface CellFacts {
  marks: Marks;
  /** Examples. */
  pos: ReadonlySet<string>;
  neg: ReadonlySet<string>;
  /** The image whose detail is open. */
  open: string | undefined;
}

/** The marks of the question; none where the question is by examples, of which nothing is kept. */
export function useMarks(ask: Ask | null): Marks {
  const cache = useQueryClient();
  const userId = useSession((session) => session.user?.userId);
  const { data } = useQuery({
    queryKey: keys.feedback.ofQuery(ask),
    enabled: ask !== null && ask.kind !== "examples",
    staleTime: 300_000,
    queryFn: async ({ signal }): Promise<Marks> => {
      if (!ask || ask.kind === "examples") return {};
      const query = JSON.stringify(await queryIn(ask, cache, signal));
      const page = await answerOf(api.GET("/api/feedback", { params: { query: { query, limit: 200 } }, signal }));
      return marksOf(page.feedback, userId);
    },
  });
  const marks = data ?? NO_MARKS;
  useEffect(() => useCellFacts.setState({ marks }), [marks]);
  return marks;
}

const NO_MARKS: Marks = {};

function marksOf(feedback: readonly components["schemas"]["FeedbackOut"][], userId: string | undefined): Marks {
  const marks: Record<string, Mark> = {};
  for (const { image_id, action, user_id } of feedback) {
    if (image_id && user_id === userId && (action === "relevant" || action === "irrelevant"))
      marks[image_id] ??= action;
  }
  return marks;
}

/** The question as feedback names it: words, an image, or what the bytes of a file add up to. */
export async function queryIn(
  ask: Exclude<Ask, { kind: "examples" }>,
  cache: ReturnType<typeof useQueryClient>,
  signal: AbortSignal,
): Promise<QueryIn> {
  if (ask.kind === "text") return { text_query: ask.text };
  if (ask.kind === "image" && !isSent(ask)) return { image_id: ask.imageId };
  const { bytesOf } = await import("@/features/search/picture");
  const { sha256Of } = await import("@/lib/sha256");
  return { sha256: await sha256Of(await bytesOf(ask, cache, signal)) };
}
