/** Two or more pictures looked at together. The first is the one that the others are compared with. */
import { useRef } from "react";

import { cx } from "@/lib/cx";

import { CompareTools } from "./CompareTools";
import { DifferencePane } from "./DifferencePane";
import { FlickerPane } from "./FlickerPane";
import { PicturePane } from "./PicturePane";
import { SplitPane } from "./SplitPane";
import { type ComparedPicture, type Comparison, MOST_COMPARED } from "./types";
import { useHeld } from "./useHeld";
import { useZoom } from "./useZoom";
import type { View } from "./view";

interface Props {
  pictures: readonly ComparedPicture[];
  mode: Comparison;
  onMode: (mode: Comparison) => void;
  className?: string;
}

export function Compare({ pictures, mode, onMode, className }: Props) {
  const stage = useRef<HTMLDivElement>(null);
  const { view, zoom, fit, pan } = useZoom(stage);
  const isHeld = useHeld("See the other picture while it is held");
  const isGrid = mode === "grid" && pictures.length > 2;
  const possible = mode === "grid" && !isGrid ? "side" : mode;
  return (
    <section aria-label="Comparison" className={cx("flex min-h-0 flex-col gap-2", className)}>
      <CompareTools
        mode={possible}
        onMode={onMode}
        pictures={pictures.length}
        scale={view.scale}
        zoom={zoom}
        fit={fit}
      />
      <div ref={stage} data-fits={view.scale === 1} className="grid min-h-0 flex-1" {...pan}>
        <Stage pictures={pictures} mode={possible} view={view} isHeld={isHeld} />
      </div>
    </section>
  );
}

interface StageProps {
  pictures: readonly ComparedPicture[];
  mode: Comparison;
  view: View;
  isHeld: boolean;
}

function Stage({ pictures, mode, view, isHeld }: StageProps) {
  const [one, other] = pictures;
  if (!one || !other) return <PicturePane pictures={pictures} view={view} />;
  if (mode === "flicker") return <FlickerPane pair={[one, other]} view={view} isHeld={isHeld} />;
  if (mode === "split") return <SplitPane one={one} other={other} view={view} />;
  if (mode === "difference") return <DifferencePane one={one} other={other} view={view} />;
  const shown = mode === "grid" ? pictures.slice(0, MOST_COMPARED) : [one, other];
  return (
    <div className={cx("grid min-h-0 gap-2 sm:grid-cols-2", mode === "grid" ? "grid-cols-2" : "grid-cols-1")}>
      {shown.map((picture, index) => (
        <PicturePane
          key={picture.id}
          pictures={index === 0 ? [picture, other] : [picture]}
          shown={index === 0 && isHeld ? 1 : 0}
          view={view}
        />
      ))}
    </div>
  );
}
