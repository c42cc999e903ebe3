/** What was said of an image, and saying something: shown at once, taken back where the API refuses. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";
import { useSession } from "@/api/session";
import { undo } from "@/api/undoables";
import {
  type History,
  type Question,
  type Said,
  WORDS,
  type Word,
  withoutWord,
  withWord,
} from "@/features/images/feedback";
import { titleOf } from "@/features/images/titles";
import type { ImageDetail } from "@/api/images";
import { notify, record, useActions } from "@/lib/actions";

const MOST = 200;

/** Where the question's answer showed the image. */
export interface ShownAt {
  rank: number;
  score: number;
}

export interface Saying {
  word: Word;
  question?: Question | undefined;
  note: string;
  shownAt?: ShownAt | undefined;
}

export function useFeedback(imageId: string) {
  return useQuery({
    queryKey: keys.feedback.ofImage(imageId),
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/feedback", { params: { query: { image_id: imageId, limit: MOST } }, signal })),
  });
}

export function useSay(image: ImageDetail) {
  const cache = useQueryClient();
  const userId = useSession((session) => session.user?.userId ?? "");
  const queryKey = keys.feedback.ofImage(image.image_id);
  return useMutation({
    mutationFn: (saying: Saying) => answerOf(api.POST("/api/feedback", { body: bodyOf(image.image_id, saying) })),
    onMutate: async (saying) => {
      await cache.cancelQueries({ queryKey });
      const before = cache.getQueryData<History>(queryKey);
      cache.setQueryData<History>(queryKey, (now) => now && withWord(now, provisional(image, saying, userId)));
      return before;
    },
    onError: (error, _saying, before) => {
      cache.setQueryData(queryKey, before);
      const { title, detail } = wordsOf(error);
      notify({ title: `Not kept: ${title}`, detail, tone: "bad" });
    },
    onSuccess: (said) => {
      const label = `Marked ${titleOf(image)}: ${WORDS[said.action]}`;
      record({ kind: "feedback", label, params: { feedbackId: said.feedback_id }, userId });
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.feedback.all }),
  });
}

/** Taking a word back, through the history where it is in there. */
export function useUnsay(image: ImageDetail) {
  const cache = useQueryClient();
  const queryKey = keys.feedback.ofImage(image.image_id);
  return useMutation({
    mutationFn: async ({ feedback_id: feedbackId }: Said) => {
      const done = useActions.getState().actions.find((one) => one.params["feedbackId"] === feedbackId);
      if (done && done.state !== "undone") await undo(done, cache);
      else await answerOf(api.DELETE("/api/feedback/{feedback_id}", { params: { path: { feedback_id: feedbackId } } }));
    },
    onMutate: async ({ feedback_id: feedbackId }) => {
      await cache.cancelQueries({ queryKey });
      const before = cache.getQueryData<History>(queryKey);
      cache.setQueryData<History>(queryKey, (now) => now && withoutWord(now, feedbackId));
      return before;
    },
    onError: (error, _said, before) => {
      cache.setQueryData(queryKey, before);
      const { title, detail } = wordsOf(error);
      notify({ title: `Not taken back: ${title}`, detail, tone: "bad" });
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.feedback.all }),
  });
}

function bodyOf(imageId: string, { word, question, note, shownAt }: Saying) {
  return {
    image_id: imageId,
    action: word,
    ...(note ? { note } : {}),
    ...(question ? { query: question, ...shownAt } : {}),
  };
}

/** How the word looks until the API has answered. */
function provisional(image: ImageDetail, { word, question, note, shownAt }: Saying, userId: string): Said {
  const query = question
    ? {
        text_query: question.text_query ?? null,
        image_id: question.image_id ?? null,
        sha256: question.sha256 ?? null,
      }
    : null;
  return {
    feedback_id: "provisional",
    user_id: userId,
    said_at: new Date().toISOString(),
    image_id: image.image_id,
    sha256: image.payload.sha256,
    action: word,
    query,
    note: note || null,
    rank: shownAt?.rank ?? null,
    score: shownAt?.score ?? null,
  };
}
