/** The candidates that come next, as a strip: one tab stop, arrows walk in it, Enter goes there. */
import { type KeyboardEvent, useState } from "react";

import { Thumb } from "@/components/Thumb";
import type { Anomaly } from "@/features/anomalies/question";
import { nameOf } from "@/features/anomalies/words";
import { cx } from "@/lib/cx";
import { pictureUrl } from "@/lib/pictures";

interface Props {
  items: readonly Anomaly[];
  /** Index of the first one to show. */
  first: number;
  currentId: string;
  onChoose: (imageId: string) => void;
}

const SHOWN = 13;
const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_at, last) => last,
};

export function Filmstrip({ items, first, currentId, onChoose }: Props) {
  const shown = items.slice(first, first + SHOWN);
  const [at, setAt] = useState(0);
  const stop = Math.min(at, shown.length - 1);
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const next = STEPS[event.key]?.(stop, shown.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelectorAll("button")[next]?.focus();
  };
  if (shown.length === 0) return null;
  return (
    <div
      role="toolbar"
      tabIndex={-1}
      aria-label="What comes next"
      className="flex gap-2 overflow-x-auto p-1"
      onKeyDown={walk}
    >
      {shown.map((one, index) => {
        const isCurrent = one.image.image_id === currentId;
        return (
          <button
            key={one.image.image_id}
            type="button"
            tabIndex={index === stop ? 0 : -1}
            aria-current={isCurrent ? "true" : undefined}
            aria-label={`${nameOf(one)}${isCurrent ? ", shown now" : ""}`}
            className={cx(
              "shrink-0 rounded-control border-3 p-0.5",
              isCurrent ? "border-accent" : "border-transparent",
            )}
            onFocus={() => setAt(index)}
            onClick={() => onChoose(one.image.image_id)}
          >
            <Thumb src={pictureUrl(one.image.preview_url)} alt="" size={72} />
          </button>
        );
      })}
    </div>
  );
}
