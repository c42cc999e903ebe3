/** How each kind of action is taken back. */
import type { QueryClient } from "@tanstack/react-query";

import { announce } from "@/lib/announce";
import { type Action, type ActionKind, mark, notify, useActions } from "@/lib/actions";
import { count, counted } from "@/lib/format";
import { takeBackBatch } from "@/api/batches";
import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";

interface Undoable {
  /** `tell` says how far it is, where it takes longer. */
  takeBack: (params: Action["params"], tell: (progress: string) => void) => Promise<unknown>;
  /** First words of the keys whose answers it alters. */
  alters: readonly (readonly unknown[])[];
}

const UNDOABLES: Record<ActionKind, Undoable> = {
  feedback: {
    takeBack: ({ feedbackId = "" }) => eachOf(feedbackId.split(","), unsay),
    alters: [keys.feedback.all, keys.search.all],
  },
  review: {
    takeBack: ({ imageId, imageIds = imageId, datasetId }) => takeBackReviews(imageIds?.split(",") ?? [], datasetId),
    alters: [keys.anomalies.all],
  },
  batch: {
    takeBack: ({ batchId = "" }, tell) =>
      takeBackBatch(batchId, {
        onProgress: (processed, total) => tell(`${count(processed)} of ${counted(total, "group")}`),
      }),
    alters: [keys.duplicates.all, keys.images.all, keys.search.all, keys.anomalies.all],
  },
};

/** One after another; a word that is taken back already is no error, so a second try completes a first that broke. */
async function takeBackReviews(imageIds: readonly string[], datasetId: string | undefined): Promise<void> {
  const query = datasetId ? { dataset_id: datasetId } : {};
  for (const imageId of imageIds) {
    const params = { path: { image_id: imageId }, query };
    await answerOf(api.DELETE("/api/qa/anomalies/{image_id}/review", { params }));
  }
}

/** Take back one word; one that is gone already is taken back. */
async function unsay(feedbackId: string): Promise<void> {
  const asked = api.DELETE("/api/feedback/{feedback_id}", { params: { path: { feedback_id: feedbackId } } });
  if ((await asked).response.status !== 404) await answerOf(asked);
}

async function eachOf(ids: readonly string[], act: (id: string) => Promise<void>): Promise<void> {
  for (const id of ids) await act(id);
}

/** Take an action back: at the API, in the list, and in what is shown. */
export async function undo(action: Action, cache: QueryClient): Promise<void> {
  const undoable = UNDOABLES[action.kind];
  if (useActions.getState().actions.some((one) => one.id === action.id && one.state === "undoing")) return;
  mark(action.id, "undoing");
  try {
    await undoable.takeBack(action.params, (progress) => mark(action.id, "undoing", progress));
    mark(action.id, "undone", "");
    announce(`Taken back: ${action.label}`);
    notify({ title: "Taken back", detail: action.label, tone: "info" });
  } catch (error) {
    const { title, detail } = wordsOf(error);
    mark(action.id, "failed", detail || title);
    notify({ title: `Not taken back: ${title}`, detail, tone: "bad" });
  }
  await Promise.all(undoable.alters.map((queryKey) => cache.invalidateQueries({ queryKey })));
}
