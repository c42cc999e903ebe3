/** The picture, to be looked at closely: zoom, pan, fit, one to one. */
import { ImageOff, Maximize, Minus, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";

import { usePanZoom, type Zooming } from "@/features/images/usePanZoom";
import { type PreviewSource, usePreviewSource } from "@/features/images/usePreviewSource";
import { oneToOne, type Size } from "@/features/images/zoom";
import type { ImageDetail } from "@/api/images";
import { cx } from "@/lib/cx";
import { percent } from "@/lib/format";
import { useHotkeys } from "@/lib/hotkeys";
import { Button } from "@/ui/Button";

interface Props {
  image: ImageDetail;
  name: string;
  /** The scope of its shortcuts. */
  scope: string;
  className?: string;
}

export function Preview({ image, name, scope, className }: Props) {
  const [loaded, setLoaded] = useState<Size | null>(null);
  const [whole] = useState<Size>({ width: image.payload.width, height: image.payload.height });
  const source = usePreviewSource(image.large_preview_url, image.preview_url);
  const { element, view, frame, zooming, onKeyDown, drag, isFitted } = usePanZoom(loaded ?? whole);
  usePreviewKeys(scope, zooming);
  return (
    <div className="flex flex-col gap-2">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the buttons below do the same */}
      <div
        ref={element}
        role="group"
        aria-label="Preview: arrows move it, plus and minus zoom"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is moved with the arrow keys
        tabIndex={0}
        className={cx(
          "relative overflow-hidden rounded-card border border-line bg-raised select-none",
          isFitted ? "touch-pan-y" : "cursor-grab touch-none active:cursor-grabbing",
          className,
        )}
        onKeyDown={onKeyDown}
        onDoubleClick={isFitted ? zooming.actual : zooming.fit}
        {...drag}
      >
        <Picture source={source} name={name} onSize={setLoaded} transform={cssOf(view)} />
      </div>
      <Tools zooming={zooming} shown={percent(view.scale / oneToOne(frame))} />
    </div>
  );
}

function cssOf({ x, y, scale }: { x: number; y: number; scale: number }): string {
  return `translate(${x}px, ${y}px) scale(${scale})`;
}

interface PictureProps {
  source: PreviewSource;
  name: string;
  transform: string;
  onSize: (size: Size) => void;
}

function Picture({ source, name, transform, onSize }: PictureProps) {
  if (source.src === null)
    return (
      <p className="absolute inset-0 flex flex-col items-center justify-center gap-2 p-6 text-center text-sm text-quiet">
        <ImageOff aria-hidden size={28} />
        No preview is there yet. The original can be downloaded.
      </p>
    );
  return (
    <img
      key={`${source.attempt} ${source.src}`}
      src={source.src}
      alt={name}
      draggable={false}
      className="absolute inset-0 size-full object-contain"
      style={{ transform }}
      onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => onSize({ width, height })}
      onError={source.onError}
    />
  );
}

function usePreviewKeys(scope: string, zooming: Zooming): void {
  useHotkeys(`${scope} preview`, [
    { keys: "+", does: "Zoom in", run: zooming.in },
    { keys: "=", does: "Zoom in", run: zooming.in },
    { keys: "-", does: "Zoom out", run: zooming.out },
    { keys: "0", does: "Show the whole picture", run: zooming.fit },
  ]);
}

function Tools({ zooming, shown }: { zooming: Zooming; shown: string }) {
  return (
    <div className="flex items-center gap-1">
      <Tool label="Zoom out" onPress={zooming.out} icon={<Minus aria-hidden size={16} />} />
      <Tool label="Zoom in" onPress={zooming.in} icon={<Plus aria-hidden size={16} />} />
      <Tool label="Show the whole picture" onPress={zooming.fit} icon={<Maximize aria-hidden size={16} />} />
      <Tool
        label="1:1, one pixel for one"
        onPress={zooming.actual}
        icon={
          <span aria-hidden className="text-xs font-semibold">
            1:1
          </span>
        }
      />
      <span className="ml-2 text-sm text-quiet tabular-nums">
        <span className="sr-only">Zoom </span>
        {shown}
      </span>
    </div>
  );
}

function Tool({ label, onPress, icon }: { label: string; onPress: () => void; icon: ReactNode }) {
  return (
    <Button look="quiet" size="icon" aria-label={label} title={label} onClick={onPress}>
      {icon}
    </Button>
  );
}
