/** One line on what is shown: how many, from which score, how fresh, and what is missing. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";
import type { Answer } from "@/features/search/useAnswer";
import type { View } from "@/features/search/view";
import { count, counted, percent, threshold } from "@/lib/format";
import { Button } from "@/ui/Button";

interface Props {
  answer: Answer;
  view: View;
  /** How many marks were made since this answer came, which it knows nothing of. */
  marked: number;
  children: ReactNode;
}

const MOST_WAITING = 100;
const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

export function StatusLine({ answer, view, marked, children }: Props) {
  const waiting = useWaiting();
  const isBroken = answer.error !== null && answer.items.length > 0;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      <div role="status">
        <h2 className="font-medium">{summaryOf(answer, view)}</h2>
      </div>
      {waiting > 0 && <span className="text-quiet">{waitingOf(waiting)} not searchable yet</span>}
      {isBroken && (
        <span role="alert" className="flex flex-wrap items-center gap-2 text-bad">
          {wordsOf(answer.error).title}. Shown as of {time.format(answer.asOf)}.
          <Button size="small" onClick={answer.retry}>
            Try again
          </Button>
        </span>
      )}
      {view.fb && marked > 0 && (
        <Button size="small" onClick={answer.retry}>
          Search again with {counted(marked, "new mark")}
        </Button>
      )}
      <div className="ml-auto">{children}</div>
    </div>
  );
}

function waitingOf(waiting: number): string {
  if (waiting >= MOST_WAITING) return `${count(MOST_WAITING)} or more images are`;
  return waiting === 1 ? "1 image is" : `${waiting} images are`;
}

function summaryOf(answer: Answer, view: View): string {
  const { question, isPending, isOld, total } = answer;
  if (isPending || isOld) return question ? "Searching …" : "Loading …";
  if (total === 0 && answer.error) return "No answer";
  if (total === 0) return question ? "No results" : "No images";
  return question ? summaryOfHits(answer, view.min) : summaryOfNewest(answer);
}

function summaryOfHits({ items, isWhole, scores }: Answer, min: number | undefined): string {
  const shown = isWhole ? counted(items.length, "result") : `${count(items.length)}+ results`;
  const from = min === undefined ? "" : ` from ${threshold(min)} up`;
  return `${shown}${from}, best ${percent(Math.max(0, scores[0] ?? 0))}`;
}

function summaryOfNewest({ items, isWhole }: Answer): string {
  return isWhole ? `${counted(items.length, "image")}, the newest first` : "Newest images";
}

/** How many uploaded images no search can find yet. */
function useWaiting(): number {
  const { data } = useQuery({
    queryKey: keys.images.list({ waiting: true }),
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/images", { params: { query: { state: "uploaded", limit: MOST_WAITING } }, signal })),
  });
  return data?.images.length ?? 0;
}
