/** Search: what is asked, how, and what was found; without a question, the newest images. */
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";

import { useSession } from "@/api/session";
import { keepFile } from "@/features/search/chosenFiles";
import { FilterBar } from "@/features/search/FilterBar";
import { useCellFacts, useMarks } from "@/features/search/marks";
import { askOf, asking } from "@/features/search/question";
import { QueryBar } from "@/features/search/QueryBar";
import { rememberSearch } from "@/features/search/recent";
import { Refining } from "@/features/search/Refining";
import { Results } from "@/features/search/Results";
import { StartingPoints } from "@/features/search/StartingPoints";
import { useAnswer } from "@/features/search/useAnswer";
import { useField } from "@/features/search/useField";
import { useIncoming } from "@/features/search/useIncoming";
import { type DetailProps, useOpen } from "@/features/search/useOpen";
import type { Go, View } from "@/features/search/view";
import { useTitle } from "@/lib/title";

const Examples = lazy(() => import("@/features/search/Examples"));
const Trail = lazy(() => import("@/features/search/Trail"));

interface Props {
  view: View;
  go: Go;
  onBack: () => void;
  /** The panel of the image that is open. */
  renderDetail: (props: DetailProps) => ReactNode;
}

const MOST_KNOWN_TAGS = 200;

export function SearchPage({ view: told, go, onBack, renderDetail }: Props) {
  const { view, setCut } = useCut(told);
  const answer = useAnswer(view);
  const open = useOpen(view, answer, go);
  const { field, focusField } = useField(view, go);
  const userId = useSession((session) => session.user?.userId ?? "");
  const searchWords = (words: string) => {
    if (words) rememberSearch(userId, words);
    if (words && words === view.q && answer.question?.ask.kind === "text") answer.retry();
    else go(asking(view, { mode: "text", q: words || undefined }));
  };
  const searchFile = (file: File) => go(asking(view, { mode: "image", file: keepFile(file) }));
  const { isOver, handlers } = useIncoming(searchFile);
  const tags = useMemo(() => answer.items.flatMap((one) => one.tags), [answer.items]);
  const known = useMemo(() => [...new Set(tags)].slice(0, MOST_KNOWN_TAGS), [tags]);
  useTitle(...wordsOf(view), "Search");
  useMarks(answer.question?.ask ?? null);
  useCellFactsOf(view);
  return (
    <div className="relative flex min-h-0 flex-1" {...handlers}>
      <div className="flex min-w-0 flex-1 flex-col">
        <h1 className="sr-only">Search</h1>
        <div className="flex flex-col gap-3 px-3 pt-3 pb-3 sm:px-5 sm:pt-4">
          <QueryBar view={view} go={go} onWords={searchWords} onFile={searchFile} field={field} />
          <div className="flex flex-wrap items-center gap-x-6 gap-y-2 empty:hidden">
            {(view.trail ?? view.pos ?? view.neg) && (
              <Suspense fallback={<div className="h-8" />}>
                <Trail view={view} go={go} />
                <Examples view={view} go={go} />
              </Suspense>
            )}
          </div>
          <Refining view={view} go={go} answer={answer} onCut={setCut}>
            <FilterBar view={view} go={go} tags={known} />
            {!answer.question && !answer.isPending && <StartingPoints tags={tags} onWords={searchWords} />}
          </Refining>
        </div>
        <Results view={view} go={go} answer={answer} open={open.place} focusField={focusField} onBack={onBack} />
      </div>
      {open.props && renderDetail(open.props)}
      {isOver && (
        <p className="pointer-events-none absolute inset-2 z-20 grid place-items-center rounded-card border-2 border-dashed border-accent bg-canvas/90 text-lg font-semibold">
          Drop the picture to search by it
        </p>
      )}
    </div>
  );
}

/** The words that are asked about, if it is words. */
function wordsOf(view: View): string[] {
  const ask = askOf(view);
  return ask?.kind === "text" ? [ask.text] : [];
}

/** The cut while the slider moves is not in the URL yet. */
function useCut(told: View) {
  const [cut, setCut] = useState<{ min: number | undefined }>();
  const [before, setBefore] = useState(told);
  if (before !== told) {
    setBefore(told);
    setCut(undefined);
  }
  const view = useMemo(() => (cut ? { ...told, min: cut.min } : told), [told, cut]);
  return { view, setCut: (min: number | undefined) => setCut({ min }) };
}

function useCellFactsOf({ pos, neg, id }: View): void {
  useEffect(() => useCellFacts.setState({ pos: new Set(pos), neg: new Set(neg), open: id }), [pos, neg, id]);
}
