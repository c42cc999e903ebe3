/** The least score: a slider under the scores of this very answer, so that one sees what is cut off. */
import { useMemo } from "react";

import { Histogram } from "@/components/Histogram";
import type { Ask } from "@/features/search/question";
import { barsOf, rangeOf } from "@/features/search/scores";
import type { View } from "@/features/search/view";
import { threshold } from "@/lib/format";
import { Slider } from "@/ui/Slider";

interface Props {
  view: View;
  ask: Ask;
  scores: readonly number[];
  onCut: (min: number | undefined) => void;
  onSettle: (min: number | undefined) => void;
}

export function ScoreSlider({ view, ask, scores, onCut, onSettle }: Props) {
  const range = rangeOf(ask, scores, view.min);
  const bars = useMemo(() => barsOf(scores, { min: range.min, max: range.max }), [scores, range.min, range.max]);
  const value = view.min ?? range.min;
  const cutOf = (at: number) => (at <= range.min ? undefined : at);
  return (
    <Slider
      label="Least score"
      value={value}
      min={range.min}
      max={range.max}
      step={5}
      show={threshold}
      read={(text) => Number(text.replace(",", ".")) * 1000}
      onChange={(at) => onCut(cutOf(at))}
      onSettle={(at) => onSettle(cutOf(at))}
    >
      <div className="mr-25 ml-2 h-7 overflow-hidden *:h-7">
        {scores.length > 0 && <Histogram bars={bars} cut={value / 1000} label="Scores of this answer" />}
      </div>
    </Slider>
  );
}
