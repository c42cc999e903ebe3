/** Small pictures of files that are still on the person's disk: one after another, and only of what is looked at. */

const SIDE_PX = 44;
/** Decoding such a picture takes seconds, for a thumbnail that is soon scrolled away. */
const LARGEST_BYTES = 32 * 2 ** 20;

let before: Promise<unknown> = Promise.resolve();

/** A bitmap that covers the square, in device pixels; null when the browser cannot decode it. */
export function previewOf(file: File, signal: AbortSignal): Promise<ImageBitmap | null> {
  if (file.size > LARGEST_BYTES) return Promise.resolve(null);
  const mine = before.then(() => (signal.aborted ? null : decode(file)));
  before = mine;
  return mine;
}

/** Draw it in the middle of the square, cut at the longer side. */
export function paint(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  const side = Math.round(SIDE_PX * devicePixelRatio);
  canvas.width = side;
  canvas.height = side;
  const scale = Math.max(side / bitmap.width, side / bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  canvas.getContext("2d")?.drawImage(bitmap, (side - width) / 2, (side - height) / 2, width, height);
}

async function decode(file: File): Promise<ImageBitmap | null> {
  const resizeHeight = Math.round(SIDE_PX * devicePixelRatio);
  try {
    return await createImageBitmap(file, { resizeHeight, resizeQuality: "low" });
  } catch {
    return null;
  }
}
