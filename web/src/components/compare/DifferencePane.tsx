/** Where two pictures differ: a heat map over the first, with its figures in words. */
import { useRef, useState } from "react";

import { percent } from "@/lib/format";
import { Switch } from "@/ui/Switch";

import { sharesOf } from "./difference";
import { Caption } from "./PicturePane";
import type { ComparedPicture } from "./types";
import { type Difference, useDifference } from "./useDifference";
import { transformOf, type View } from "./view";

const GAIN = 8;

interface Props {
  one: ComparedPicture;
  other: ComparedPicture;
  view: View;
}

export function DifferencePane({ one, other, view }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isStrong, setStrong] = useState(true);
  const difference = useDifference(canvas, one, other, isStrong ? GAIN : 1);
  const words = wordsOf(difference);
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <div data-pane className="relative min-h-0 flex-1 overflow-hidden rounded-control bg-raised">
        <canvas
          ref={canvas}
          role="img"
          aria-label={`Differences of ${one.alt} and ${other.alt}: ${words}`}
          className="absolute inset-0 size-full origin-top-left object-contain [image-rendering:pixelated]"
          style={{ transform: transformOf(view) }}
        />
        <Caption>
          {one.caption} against {other.caption}
        </Caption>
      </div>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
        <p role="status" className="text-sm text-quiet">
          {words}
          {isOfOtherShape(one, other) && " The second was stretched over the first: their shapes differ."}
        </p>
        <Switch label="Show small differences" checked={isStrong} onSwitch={setStrong} />
      </div>
    </div>
  );
}

function wordsOf(difference: Difference): string {
  if (difference.state === "working") return "Comparing pixels …";
  if (difference.state === "failed") return "The pictures' pixels cannot be read here.";
  const { changed, mean } = sharesOf(difference.figures);
  if (mean === 0) return "No pixel differs at this size.";
  return `${percent(changed)} of the pixels differ visibly; ${percent(mean)} mean difference. Grey: alike. Red to yellow: different.`;
}

function isOfOtherShape(one: ComparedPicture, other: ComparedPicture): boolean {
  return Math.abs(one.width / one.height - other.width / other.height) > 0.02;
}
