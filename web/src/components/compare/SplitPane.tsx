/** Two pictures in one place, parted by an edge that is pulled or set. */
import { type PointerEvent, useRef, useState } from "react";

import { Caption, PictureLayer } from "./PicturePane";
import type { ComparedPicture } from "./types";
import type { View } from "./view";

interface Props {
  one: ComparedPicture;
  other: ComparedPicture;
  view: View;
}

export function SplitPane({ one, other, view }: Props) {
  const pane = useRef<HTMLDivElement>(null);
  const [edge, setEdge] = useState(50);
  const pull = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = pane.current?.getBoundingClientRect();
    if (box) setEdge(Math.min(100, Math.max(0, (100 * (event.clientX - box.left)) / box.width)));
  };
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <div ref={pane} data-pane className="relative min-h-0 flex-1 overflow-hidden rounded-control bg-raised">
        <PictureLayer picture={one} view={view} />
        <div className="absolute inset-0 bg-raised" style={{ clipPath: `inset(0 0 0 ${edge}%)` }}>
          <PictureLayer picture={other} view={view} />
        </div>
        <div
          aria-hidden
          className="absolute inset-y-0 w-6 -translate-x-1/2 cursor-ew-resize touch-none"
          style={{ left: `${edge}%` }}
          onPointerDown={pull}
          onPointerMove={pull}
        >
          <div className="mx-auto h-full w-0.5 bg-surface outline-1 outline-ink" />
          <div className="absolute top-1/2 left-1/2 grid size-6 -translate-1/2 place-items-center rounded-full border-2 border-ink bg-surface text-xs">
            ↔
          </div>
        </div>
        <Caption>{one.caption}</Caption>
        <Caption isRight>{other.caption}</Caption>
      </div>
      <label className="flex items-center gap-3 text-sm">
        Edge
        <input
          type="range"
          className="h-6 min-w-0 flex-1"
          min={0}
          max={100}
          value={Math.round(edge)}
          aria-valuetext={`${Math.round(edge)} percent ${one.caption}`}
          onChange={(event) => setEdge(event.target.valueAsNumber)}
        />
      </label>
    </div>
  );
}
