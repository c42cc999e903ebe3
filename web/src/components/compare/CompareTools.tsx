/** The buttons over a comparison: how, and how close. */
import { Columns2, Contrast, Grid2x2, Layers, Maximize2, SplitSquareHorizontal, ZoomIn, ZoomOut } from "lucide-react";

import { percent } from "@/lib/format";
import { Button } from "@/ui/Button";

import type { Comparison } from "./types";
import { STEP } from "./view";

const WAYS = [
  { mode: "side", label: "Side by side", icon: Columns2 },
  { mode: "grid", label: "Up to four", icon: Grid2x2 },
  { mode: "flicker", label: "Flicker", icon: Layers },
  { mode: "split", label: "Split", icon: SplitSquareHorizontal },
  { mode: "difference", label: "Difference", icon: Contrast },
] as const;

interface Props {
  mode: Comparison;
  onMode: (mode: Comparison) => void;
  /** How many pictures there are: "up to four" needs a third. */
  pictures: number;
  scale: number;
  zoom: (factor: number) => void;
  fit: () => void;
}

export function CompareTools({ mode, onMode, pictures, scale, zoom, fit }: Props) {
  const ways = WAYS.filter((one) => one.mode !== "grid" || pictures > 2);
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <div role="group" aria-label="Compare by" className="flex flex-wrap gap-1">
        {ways.map(({ mode: one, label, icon: Icon }) => (
          <Button
            key={one}
            size="small"
            look={one === mode ? "primary" : "quiet"}
            aria-pressed={one === mode}
            onClick={() => onMode(one)}
          >
            <Icon aria-hidden size={16} /> {label}
          </Button>
        ))}
      </div>
      <div role="group" aria-label="Zoom of all pictures" className="flex items-center gap-1">
        <Button size="small" look="quiet" aria-label="Farther" disabled={scale <= 1} onClick={() => zoom(1 / STEP)}>
          <ZoomOut aria-hidden size={16} />
        </Button>
        <span className="min-w-14 text-center text-sm tabular-nums">{percent(scale)}</span>
        <Button size="small" look="quiet" aria-label="Closer" onClick={() => zoom(STEP)}>
          <ZoomIn aria-hidden size={16} />
        </Button>
        <Button size="small" look="quiet" aria-label="All of the picture" disabled={scale <= 1} onClick={fit}>
          <Maximize2 aria-hidden size={16} />
        </Button>
      </div>
    </div>
  );
}
