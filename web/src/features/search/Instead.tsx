/** What stands in the place of results where there are none: why, and what to do. */
import { Link } from "@tanstack/react-router";

import { useCan } from "@/api/session";
import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import { hasFilters, NO_FILTERS } from "@/features/search/filters";
import { focusQuestion } from "@/features/search/focus";
import { FileGone } from "@/features/search/picture";
import { nearest } from "@/features/search/scores";
import type { Answer } from "@/features/search/useAnswer";
import type { Go, View } from "@/features/search/view";
import { counted, threshold } from "@/lib/format";
import { Button, buttonLooks } from "@/ui/Button";

interface Props {
  answer: Answer;
  view: View;
  go: Go;
}

export default function Instead({ answer, view, go: lead }: Props) {
  const go: Go = (change) => {
    focusQuestion();
    lead(change);
  };
  if (answer.isWaiting) return <Away />;
  if (answer.error instanceof FileGone) return <Gone go={go} />;
  if (!answer.error) return <Nothing answer={answer} view={view} go={go} />;
  return (
    <div className="mx-auto w-full max-w-2xl p-4">
      <ErrorPanel error={answer.error} onRetry={answer.retry} />
    </div>
  );
}

function Nothing({ answer, view, go }: Props) {
  const below = view.min === undefined ? undefined : nearest(answer.scores, view.min);
  if (below) return <BelowCut view={view} best={answer.scores[0] ?? 0} below={below} go={go} />;
  if (hasFilters(view) || (answer.question && view.gate !== undefined)) return <Filtered go={go} />;
  return answer.question ? <NothingLikeIt go={go} /> : <EmptyLibrary />;
}

function Away() {
  return (
    <EmptyState title="Semblance does not answer">
      <p>The network or the server is away. Your question is asked by itself as soon as it is back.</p>
    </EmptyState>
  );
}

function Gone({ go }: { go: Go }) {
  return (
    <EmptyState
      title="Choose the file again"
      actions={
        <Button onClick={() => go({ file: undefined, crop: undefined, mode: undefined, trail: undefined })}>
          Show the newest images
        </Button>
      }
    >
      <p>
        You searched by a file. It stayed in the tab’s memory and was not stored, so it is gone since the page was
        loaded anew.
      </p>
    </EmptyState>
  );
}

interface BelowProps {
  view: View;
  best: number;
  below: { cut: number; count: number };
  go: Go;
}

function BelowCut({ view, best, below, go }: BelowProps) {
  return (
    <EmptyState
      title={`Nothing scores ${threshold(view.min ?? 0)} or more`}
      actions={
        <>
          <Button look="primary" onClick={() => go({ min: below.cut })}>
            Show {counted(below.count, "image")} from {threshold(below.cut)} up
          </Button>
          <Button onClick={() => go({ min: undefined })}>Show all</Button>
        </>
      }
    >
      <p>The best match has {best.toFixed(3)}.</p>
    </EmptyState>
  );
}

function Filtered({ go }: { go: Go }) {
  return (
    <EmptyState
      title="No image passes these filters"
      actions={<Button onClick={() => go({ ...NO_FILTERS, gate: undefined })}>Clear all filters</Button>}
    >
      <p>Take some of them away; the chips above do it one by one.</p>
    </EmptyState>
  );
}

function NothingLikeIt({ go }: { go: Go }) {
  return (
    <EmptyState
      title="Nothing was found"
      actions={
        <Button
          onClick={() =>
            go({ q: undefined, img: undefined, file: undefined, pos: undefined, neg: undefined, mode: undefined })
          }
        >
          Show the newest images
        </Button>
      }
    >
      <p>There is no other searchable image yet.</p>
    </EmptyState>
  );
}

function EmptyLibrary() {
  const canUpload = useCan("editor");
  return (
    <EmptyState
      title="No images yet"
      actions={
        canUpload && (
          <Link to="/upload" className={buttonLooks({ look: "primary" })}>
            Upload images
          </Link>
        )
      }
    >
      <p>
        {canUpload
          ? "Upload some, and search them by words and by picture."
          : "An editor of your team has to upload some first."}
      </p>
    </EmptyState>
  );
}
