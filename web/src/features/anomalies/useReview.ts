/** One candidate after another: judge, skip, go back, with keys. */
import { useCallback, useEffect } from "react";

import { useCan } from "@/api/session";
import type { Change, Question, Verdict } from "@/features/anomalies/question";
import { useNotes, useReviewing, writeNote } from "@/features/anomalies/reviewing";
import type { Place } from "@/features/anomalies/useQueue";
import { type Judging, useVerdicts } from "@/features/anomalies/useVerdicts";
import { nameOf, VERDICT_NAMES } from "@/features/anomalies/words";
import { useActions } from "@/lib/actions";
import { announce } from "@/lib/announce";
import { useHotkeys } from "@/lib/hotkeys";

export interface Review {
  judge: (verdict: Verdict) => void;
  skip: () => void;
}

export function useReview(question: Question, change: Change, place: Place): Review {
  const { current, next, previous } = place;
  const go = useCallback((id: string | undefined) => change({ i: id }, true), [change]);
  const send = useVerdicts(question.dataset, {
    onRefused: ({ anomaly, note }: Judging) => {
      writeNote(anomaly.image.image_id, note);
      go(anomaly.image.image_id);
    },
  });
  const judge = (verdict: Verdict) => {
    if (!current) return;
    const id = current.image.image_id;
    send({ anomaly: current, verdict, note: useNotes.getState().notes[id]?.trim() ?? "" });
    writeNote(id, "");
    const { advances } = useReviewing.getState();
    go(advances ? next?.image.image_id : id);
    announce(`${VERDICT_NAMES[verdict]}. ${advances && next ? `Next: ${nameOf(next)}` : ""}`);
  };
  const skip = () => {
    if (next) go(next.image.image_id);
    else announce("This is the last of the queue");
  };
  const back = () => previous && go(previous.image.image_id);
  useReviewKeys({ judge, skip, back, isThere: current !== undefined });
  useReturn(question.dataset, go);
  return { judge, skip };
}

interface Steps extends Review {
  back: () => void;
  isThere: boolean;
}

function useReviewKeys({ judge, skip, back, isThere }: Steps): void {
  const mayJudge = useCan("editor") && isThere;
  useHotkeys("anomalies", [
    { keys: "1", does: "It is a defect", run: () => judge("defect"), when: mayJudge },
    { keys: "2", does: "It is normal here", run: () => judge("normal"), when: mayJudge },
    { keys: "3", does: "Unsure: mark it reviewed", run: () => judge("unsure"), when: mayJudge },
    { keys: "s", does: "Skip it", run: skip, when: isThere },
    { keys: "ArrowRight", does: "Next candidate", run: skip, when: isThere },
    { keys: "ArrowLeft", does: "Candidate before", run: back, when: isThere },
  ]);
}

/** A review that is taken back shows its image again. */
function useReturn(dataset: string | undefined, go: (id: string) => void): void {
  useEffect(
    () =>
      useActions.subscribe(({ actions }, { actions: before }) => {
        const undone = actions.find((one, at) => one.state === "undone" && before[at]?.state === "undoing");
        const { imageId, datasetId } = undone?.params ?? {};
        if (undone?.kind === "review" && imageId && datasetId === dataset) go(imageId);
      }),
    [dataset, go],
  );
}
