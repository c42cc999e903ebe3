/** A picture with a box on it, drawn and dragged with the pointer. */
import { type PointerEvent, useRef } from "react";

import { between, moved, type Point } from "@/features/search/crop";
import type { Crop } from "@/features/search/question";

interface Props {
  src: string;
  crop: Crop;
  onChange: (crop: Crop) => void;
}

interface Drag {
  from: Point;
  /** The box that is moved; undefined while a new one is drawn. */
  crop: Crop | undefined;
}

export function CropBox({ src, crop, onChange }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag>(null);
  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const box = area.current?.getBoundingClientRect();
    if (!box || box.width === 0 || box.height === 0) return { x: 0, y: 0 };
    return { x: ((clientX - box.left) / box.width) * 1000, y: ((clientY - box.top) / box.height) * 1000 };
  };
  const start = (event: PointerEvent) => {
    event.preventDefault();
    area.current?.setPointerCapture(event.pointerId);
    const from = pointOf(event);
    drag.current = { from, crop: isInside(crop, from) ? crop : undefined };
  };
  const move = (event: PointerEvent) => {
    if (!drag.current) return;
    const { from, crop: before } = drag.current;
    const to = pointOf(event);
    onChange(before ? moved(before, to.x - from.x, to.y - from.y) : between(from, to));
  };
  const end = () => {
    drag.current = null;
  };
  const [left, top, right, bottom] = crop;
  return (
    <div className="grid place-items-center rounded-control bg-raised">
      <div
        ref={area}
        className="relative w-fit cursor-crosshair touch-none overflow-hidden select-none"
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
      >
        <img
          src={src}
          alt="What a part is taken of"
          draggable={false}
          className="block max-h-[50dvh] min-h-40 max-w-full"
        />
        <div
          aria-hidden
          className="absolute cursor-move border-2 border-accent outline-[100vmax] outline-solid outline-canvas/70"
          style={{
            left: `${left / 10}%`,
            top: `${top / 10}%`,
            width: `${(right - left) / 10}%`,
            height: `${(bottom - top) / 10}%`,
          }}
        />
      </div>
    </div>
  );
}

function isInside([left, top, right, bottom]: Crop, { x, y }: Point): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}
