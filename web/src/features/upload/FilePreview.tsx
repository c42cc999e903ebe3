/** A file's own small picture; a tile with its format while there is none. */
import { memo, useEffect, useRef, useState } from "react";

import { paint, previewOf } from "@/features/upload/previews";
import { cx } from "@/lib/cx";

/** Rows that are only scrolled past are not decoded. */
const REST_MS = 120;
const LONGEST_ENDING = 4;

interface Props {
  file: File;
  /** While the list is scrolled, nothing is begun. */
  isFast: boolean;
}

export const FilePreview = memo(function FilePreview({ file, isFast }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    if (isFast || isPainted) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => void show(file, canvas.current, controller.signal).then(setPainted), REST_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [file, isFast, isPainted]);
  const ending = file.name.slice(file.name.lastIndexOf(".") + 1, file.name.length).slice(0, LONGEST_ENDING);
  return (
    <span className="relative grid size-11 shrink-0 place-items-center overflow-hidden rounded bg-raised" aria-hidden>
      <span className="text-[0.625rem] font-semibold text-quiet uppercase">{ending}</span>
      <canvas ref={canvas} className={cx("absolute inset-0 size-11", !isPainted && "invisible")} />
    </span>
  );
});

/** True when it was painted. */
async function show(file: File, canvas: HTMLCanvasElement | null, signal: AbortSignal): Promise<boolean> {
  const bitmap = await previewOf(file, signal);
  if (bitmap && canvas && !signal.aborted) paint(canvas, bitmap);
  bitmap?.close();
  return bitmap !== null && canvas !== null && !signal.aborted;
}
