/** How two pictures differ, pixel by pixel: a heat map and its figures. Pure. */

export interface Figures {
  pixels: number;
  /** Pixels that differ by more than a trace. */
  changed: number;
  /** Sum of all differences, each 0 to 255. */
  sum: number;
}

export const NO_FIGURES: Figures = { pixels: 0, changed: 0, sum: 0 };
const TRACE = 8;
const CHANNELS = 4;
/** How much of the picture itself is seen behind the heat. */
const SHADE = 0.25;

/**
 * Fill the pixels from `begin` to `end` of `out` with how much `one` and `other` (RGBA, the same size) differ there:
 * grey where they are alike, from red to yellow where they are not. `gain` makes small differences larger.
 */
export function differ(
  one: Uint8ClampedArray,
  other: Uint8ClampedArray,
  out: Uint8ClampedArray,
  { gain, begin, end }: { gain: number; begin: number; end: number },
): Figures {
  let changed = 0;
  let sum = 0;
  for (let at = begin * CHANNELS; at < end * CHANNELS; at += CHANNELS) {
    const difference = largest(one, other, at);
    if (difference > TRACE) changed += 1;
    sum += difference;
    paint(out, at, Math.min(255, difference * gain), brightness(one, at) * SHADE);
  }
  return { pixels: end - begin, changed, sum };
}

function largest(one: Uint8ClampedArray, other: Uint8ClampedArray, at: number): number {
  const of = (channel: number) => Math.abs((one[at + channel] ?? 0) - (other[at + channel] ?? 0));
  return Math.max(of(0), of(1), of(2));
}

function brightness(rgba: Uint8ClampedArray, at: number): number {
  return 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
}

function paint(out: Uint8ClampedArray, at: number, heat: number, grey: number): void {
  out[at] = Math.max(grey, Math.min(255, heat * 2));
  out[at + 1] = Math.max(grey * (1 - heat / 255), heat * 2 - 255);
  out[at + 2] = grey * (1 - heat / 255);
  out[at + 3] = 255;
}

export function added(a: Figures, b: Figures): Figures {
  return { pixels: a.pixels + b.pixels, changed: a.changed + b.changed, sum: a.sum + b.sum };
}

/** The share of pixels that differ, and the mean difference in shares of the whole range. */
export function sharesOf({ pixels, changed, sum }: Figures): { changed: number; mean: number } {
  return pixels === 0 ? { changed: 0, mean: 0 } : { changed: changed / pixels, mean: sum / pixels / 255 };
}

/** The size at which two pictures are compared: that of the first, its longer side at most `longest`. */
export function sizeOf({ width, height }: { width: number; height: number }, longest: number) {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
