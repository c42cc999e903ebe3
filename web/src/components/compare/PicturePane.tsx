/** One picture of a comparison, as far and where the shared view looks. */
import { type ReactNode, useState } from "react";

import { cx } from "@/lib/cx";

import type { ComparedPicture } from "./types";
import { transformOf, type View } from "./view";

const CLOSE = 4;

interface Props {
  /** The first is in the page; the one that is not shown is loaded all the same, so that a change is immediate. */
  pictures: readonly ComparedPicture[];
  shown?: number;
  view: View;
  /** Over the picture: an edge to pull, a heat map. */
  children?: ReactNode;
}

export function PicturePane({ pictures, shown = 0, view, children }: Props) {
  const caption = pictures[shown]?.caption;
  return (
    <div
      data-pane
      className={cx(
        "relative min-h-0 min-w-0 overflow-hidden rounded-control bg-raised",
        view.scale > 1 ? "cursor-grab touch-none active:cursor-grabbing" : "touch-pan-y",
      )}
    >
      {pictures.map((picture, index) => (
        <PictureLayer key={picture.id} picture={picture} view={view} isShown={index === shown} />
      ))}
      {children}
      {caption && <Caption>{caption}</Caption>}
    </div>
  );
}

export function Caption({ children, isRight = false }: { children: ReactNode; isRight?: boolean }) {
  return (
    <span
      className={cx(
        "pointer-events-none absolute top-2 max-w-[calc(100%-1rem)] truncate rounded-full border border-line bg-surface px-2.5 py-0.5 text-xs font-medium",
        isRight ? "right-2" : "left-2",
      )}
    >
      {children}
    </span>
  );
}

interface LayerProps {
  picture: ComparedPicture;
  view: View;
  isShown?: boolean;
}

export function PictureLayer({ picture, view, isShown = true }: LayerProps) {
  const [failed, setFailed] = useState<readonly string[]>([]);
  const source = [picture.src, picture.fallback].find((one) => one !== undefined && !failed.includes(one));
  if (source === undefined)
    return (
      <p className={cx("absolute inset-0 grid place-items-center p-4 text-center text-quiet", !isShown && "invisible")}>
        {picture.alt}: the picture cannot be loaded
      </p>
    );
  return (
    <img
      src={source}
      alt={isShown ? picture.alt : ""}
      draggable={false}
      decoding="async"
      onError={() => setFailed((before) => [...before, source])}
      className={cx(
        "absolute inset-0 size-full origin-top-left object-contain select-none",
        view.scale >= CLOSE && "[image-rendering:pixelated]",
        !isShown && "invisible",
      )}
      style={{ transform: transformOf(view) }}
    />
  );
}
