/** The toolbar under the question: filters, and how it is answered, which narrow screens fold away. */
import { Settings2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useId, useState } from "react";

import type { Answer } from "@/features/search/useAnswer";
import type { Go, View } from "@/features/search/view";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/Button";

const Refine = lazy(() => import("@/features/search/Refine"));

interface Props {
  view: View;
  go: Go;
  answer: Answer;
  onCut: (min: number | undefined) => void;
  children: ReactNode;
}

export function Refining({ view, go, answer, onCut, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  if (!answer.question) return <div className="flex flex-wrap items-center gap-x-6 gap-y-2">{children}</div>;
  return (
    <>
      <div className="flex items-start justify-between gap-2">
        {children}
        <Button
          size="small"
          className="sm:hidden"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <Settings2 aria-hidden size={14} /> Refine
        </Button>
      </div>
      <div id={id} className={cx(!isOpen && "max-sm:hidden")}>
        <Suspense fallback={<div className="h-27.5 rounded-card border border-line bg-surface" />}>
          <Refine
            view={view}
            go={go}
            ask={answer.question.ask}
            scores={answer.scores}
            onCut={onCut}
            cropsCompared={answer.cropsCompared || answer.isPending}
          />
        </Suspense>
      </div>
    </>
  );
}
