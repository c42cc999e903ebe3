/** How each kind of action is taken back. */
import type { QueryClient } from "@tanstack/react-query";

import { announce } from "@/lib/announce";
import { type Action, type ActionKind, mark, notify } from "@/lib/actions";
import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";

interface Undoable {
  takeBack: (params: Action["params"]) => Promise<unknown>;
  /** First words of the keys whose answers it alters. */
  alters: readonly (readonly unknown[])[];
}

const UNDOABLES: Record<ActionKind, Undoable> = {
  feedback: {
    takeBack: ({ feedbackId = "" }) =>
      answerOf(api.DELETE("/api/feedback/{feedback_id}", { params: { path: { feedback_id: feedbackId } } })),
    alters: [keys.feedback.all, keys.search.all],
  },
  review: {
    takeBack: ({ imageId = "", datasetId }) =>
      answerOf(
        api.DELETE("/api/qa/anomalies/{image_id}/review", {
          params: { path: { image_id: imageId }, query: datasetId ? { dataset_id: datasetId } : {} },
        }),
      ),
    alters: [keys.anomalies.all],
  },
  batch: {
    takeBack: ({ batchId = "" }) =>
      answerOf(api.POST("/api/duplicates/batches/{batch_id}/undo", { params: { path: { batch_id: batchId } } })),
    alters: [keys.duplicates.all, keys.images.all, keys.search.all, keys.anomalies.all],
  },
};

/** Take an action back: at the API, in the list, and in what is shown. */
export async function undo(action: Action, cache: QueryClient): Promise<void> {
  const undoable = UNDOABLES[action.kind];
  mark(action.id, "undoing");
  try {
    await undoable.takeBack(action.params);
    mark(action.id, "undone");
    announce(`Taken back: ${action.label}`);
    notify({ title: "Taken back", detail: action.label, tone: "info" });
  } catch (error) {
    const { title, detail } = wordsOf(error);
    mark(action.id, "failed", detail || title);
    notify({ title: `Not taken back: ${title}`, detail, tone: "bad" });
  }
  await Promise.all(undoable.alters.map((queryKey) => cache.invalidateQueries({ queryKey })));
}
