/** The heat map of two pictures, drawn into a canvas a band of rows at a time, so that the page never stands still. */
import { type RefObject, useEffect, useState } from "react";

import { added, differ, type Figures, NO_FIGURES, sizeOf } from "./difference";
import type { ComparedPicture } from "./types";

const LONGEST = 640;
const ROWS_AT_ONCE = 96;

export type Difference = { state: "working" } | { state: "done"; figures: Figures } | { state: "failed" };

export function useDifference(
  canvas: RefObject<HTMLCanvasElement | null>,
  one: ComparedPicture,
  other: ComparedPicture,
  gain: number,
): Difference {
  const [told, setTold] = useState<{ of: string; difference: Difference }>();
  const sources = [one, other].map(({ src, fallback }) => [src, fallback].filter((address) => address !== undefined));
  const asked = JSON.stringify(sources);
  useEffect(() => {
    const stop = new AbortController();
    const tell = (difference: Difference) => stop.signal.aborted || setTold({ of: asked, difference });
    draw(canvas.current, JSON.parse(asked) as string[][], gain, stop.signal).then(
      (figures) => figures && tell({ state: "done", figures }),
      () => tell({ state: "failed" }),
    );
    return () => stop.abort();
  }, [asked, canvas, gain]);
  return told?.of === asked ? told.difference : { state: "working" };
}

type Drawing = { a: Uint8ClampedArray; b: Uint8ClampedArray; width: number; height: number };

/** Undefined when nobody waits for it any more. `sources` has the addresses of each picture, the best one first. */
async function draw(
  canvas: HTMLCanvasElement | null,
  sources: readonly (readonly string[])[],
  gain: number,
  signal: AbortSignal,
): Promise<Figures | undefined> {
  const context = canvas?.getContext("2d");
  if (!canvas || !context) throw new Error("no canvas");
  const drawing = drawingOf(await Promise.all(sources.map(firstLoaded)));
  if (signal.aborted) return undefined;
  const out = context.createImageData(drawing.width, drawing.height);
  const figures = await drawBands(drawing, out.data, gain, signal);
  if (signal.aborted) return undefined;
  canvas.width = drawing.width;
  canvas.height = drawing.height;
  context.putImageData(out, 0, 0);
  return figures;
}

async function drawBands(
  { a, b, width, height }: Drawing,
  out: Uint8ClampedArray,
  gain: number,
  signal: AbortSignal,
): Promise<Figures> {
  let figures = NO_FIGURES;
  for (let row = 0; row < height && !signal.aborted; row += ROWS_AT_ONCE) {
    const end = Math.min(height, row + ROWS_AT_ONCE) * width;
    figures = added(figures, differ(a, b, out, { gain, begin: row * width, end }));
    await new Promise(requestAnimationFrame);
  }
  return figures;
}

function drawingOf([one, other]: readonly HTMLImageElement[]): Drawing {
  if (!one || !other) throw new Error("two pictures are compared");
  const { width, height } = sizeOf({ width: one.naturalWidth, height: one.naturalHeight }, LONGEST);
  return { a: pixelsOf(one, width, height), b: pixelsOf(other, width, height), width, height };
}

async function firstLoaded([address, ...others]: readonly string[]): Promise<HTMLImageElement> {
  if (address === undefined) throw new Error("no picture");
  const image = new Image();
  image.crossOrigin = "anonymous";
  image.src = address;
  try {
    await image.decode();
    return image;
  } catch {
    return firstLoaded(others);
  }
}

/** The second picture is drawn over the whole size of the first, whatever its own. */
function pixelsOf(image: HTMLImageElement, width: number, height: number): Uint8ClampedArray {
  const sheet = document.createElement("canvas");
  sheet.width = width;
  sheet.height = height;
  const context = sheet.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}
