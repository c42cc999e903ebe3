/** What was found: the line about it, the grid, and the tray of what is selected. */
import { lazy, Suspense, useRef } from "react";

import { ActContext } from "@/features/search/actContext";
import { apiFilter } from "@/features/search/filters";
import { pageSize } from "@/features/search/question";
import { ResultGrid } from "@/features/search/ResultGrid";
import { rangeOf } from "@/features/search/scores";
import { SizeChoice } from "@/features/search/SizeChoice";
import { StatusLine } from "@/features/search/StatusLine";
import { useActing } from "@/features/search/useActing";
import { type Answer, isNothing } from "@/features/search/useAnswer";
import { useSearchKeys } from "@/features/search/useSearchKeys";
import { useSelected } from "@/features/search/useSelected";
import type { Go, View } from "@/features/search/view";
import { usePreferences } from "@/lib/preferences";

const IdsDialog = lazy(() => import("@/features/search/IdsDialog"));
const Instead = lazy(() => import("@/features/search/Instead"));
const Tray = lazy(() => import("@/features/search/Tray"));

interface Props {
  view: View;
  go: Go;
  answer: Answer;
  /** The place of the image whose detail is open. */
  open: number | undefined;
  focusField: () => void;
  onBack: () => void;
}

export function Results({ view, go, answer, open, focusField, onBack }: Props) {
  const { act, marked } = useActing(view, answer, go);
  const questionKey = JSON.stringify(answer.question ?? [apiFilter(view), pageSize(view)]);
  const selected = useSelected(answer, act, questionKey);
  const focused = useRef({ key: questionKey, index: 0 });
  const tile = usePreferences((preferences) => view.size ?? preferences.tile);
  useSearchKeys({
    act,
    current: () => answer.items[open ?? (focused.current.key === questionKey ? focused.current.index : 0)],
    focusField,
    moveCut: (by) => go({ min: cutAfter(answer, view.min, by) }, { isReplace: true }),
    hasScores: answer.question !== null,
    hasTrail: view.trail !== undefined,
    walkBack: onBack,
  });
  return (
    <ActContext value={act}>
      <div className="border-b border-line px-3 pb-2 sm:px-5">
        <StatusLine answer={answer} view={view} marked={marked}>
          <SizeChoice size={tile} onSize={(size) => go({ size }, { isReplace: true })} />
        </StatusLine>
      </div>
      {isNothing(answer) ? (
        <Suspense>
          <Instead answer={answer} view={view} go={go} />
        </Suspense>
      ) : (
        <div className="relative min-h-52 flex-1">
          <ResultGrid
            answer={answer}
            focused={open}
            onFocus={(index) => {
              focused.current = { key: questionKey, index };
            }}
            onOpen={({ imageId }) => go({ id: imageId })}
            selection={selected.selection}
            onSelect={selected.setSelection}
            tile={tile}
            places={pageSize(view)}
            questionKey={questionKey}
          />
        </div>
      )}
      <Suspense>
        {!selected.isEmpty && (
          <Tray
            text={selected.text}
            canMark={act.canMark}
            onMark={selected.mark}
            onExample={selected.example}
            onCopy={selected.copyIds}
            onClear={selected.clear}
          />
        )}
        {selected.unsaved !== undefined && <IdsDialog ids={selected.unsaved} onClose={selected.closeUnsaved} />}
      </Suspense>
    </ActContext>
  );
}

/** The cut moved; at the low end of the range there is none. */
function cutAfter({ question, scores }: Answer, min: number | undefined, by: number): number | undefined {
  if (!question) return min;
  const range = rangeOf(question.ask, scores, min);
  const next = Math.min(range.max, (min ?? range.min) + by);
  return next <= range.min ? undefined : next;
}
