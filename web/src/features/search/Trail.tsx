/** The questions that were walked over, each a way back. */
import { ChevronRight } from "lucide-react";

import { Thumb } from "@/components/Thumb";
import { chosenFile } from "@/features/search/chosenFiles";
import { ImageStep } from "@/features/search/ImageStep";
import { walkingBack } from "@/features/search/question";
import type { Go, View } from "@/features/search/view";

export default function Trail({ view, go }: { view: View; go: Go }) {
  const trail = view.trail ?? [];
  if (trail.length === 0) return null;
  return (
    <nav aria-label="How you came here">
      <ol className="flex flex-wrap items-center gap-1 text-sm">
        {trail.map((step, index) => (
          <li key={step} className="flex min-w-0 items-center gap-1">
            <button
              type="button"
              className="flex h-8 max-w-48 min-w-8 items-center gap-2 rounded-control px-1.5 hover:bg-raised"
              onClick={() => go(walkingBack(view, index))}
            >
              <span className="sr-only">Back to</span> <Step step={step} />
            </button>
            <ChevronRight aria-hidden size={14} className="shrink-0 text-quiet" />
          </li>
        ))}
        <li aria-current="step" className="px-1 text-quiet">
          what is like this
        </li>
      </ol>
    </nav>
  );
}

function Step({ step }: { step: string }) {
  const rest = step.slice(2);
  if (step.startsWith("i:")) return <ImageStep imageId={rest} />;
  const kept = step.startsWith("f:") ? chosenFile(rest) : undefined;
  if (kept) return <Thumb src={kept.src} alt={kept.name} size={26} />;
  return <span className="truncate">{step.startsWith("f:") ? "a file" : `“${rest}”`}</span>;
}
