/**
 * Offsets in the grid and offsets of the scroll bar. Browsers cut elements off above 17 to 33 million pixels, so a grid
 * longer than that has a scroll bar shorter than itself. Near both ends the two are one to one, between them
 * proportional; small movements always move the grid by as many pixels as the scroll bar.
 */
import { clamp } from "./geometry";

/** No element is longer than this. */
export const LONGEST = 12_000_000;
/** So far from both ends the scale is one to one. */
const EXACT = 100_000;
/** A greater movement than this is somebody who drags the scroll bar: it goes to the place in proportion. */
export const JUMP = 5_000;

export interface Scale {
  /** The height of what the browser scrolls. */
  length: number;
  /** The greatest offset of the scroll bar. */
  physicalEnd: number;
  /** The greatest offset in the grid. */
  virtualEnd: number;
}

export interface Place {
  physical: number;
  virtual: number;
}

export function scaleOf(extent: number, height: number): Scale {
  const length = Math.min(extent, LONGEST);
  return { length, physicalEnd: Math.max(0, length - height), virtualEnd: Math.max(0, extent - height) };
}

export function isScaled(scale: Scale): boolean {
  return scale.virtualEnd > scale.physicalEnd;
}

function stretch({ physicalEnd, virtualEnd }: Scale): number {
  return (virtualEnd - 2 * EXACT) / (physicalEnd - 2 * EXACT);
}

/** Where in the grid the scroll bar's offset stands. */
export function virtualOf(scale: Scale, physical: number): number {
  const { physicalEnd, virtualEnd } = scale;
  if (!isScaled(scale) || physical <= EXACT) return clamp(physical, 0, virtualEnd);
  if (physical >= physicalEnd - EXACT) return virtualEnd - Math.max(0, physicalEnd - physical);
  return Math.round(EXACT + (physical - EXACT) * stretch(scale));
}

/** Where the scroll bar stands for an offset in the grid. */
export function physicalOf(scale: Scale, virtual: number): number {
  const { physicalEnd, virtualEnd } = scale;
  if (!isScaled(scale) || virtual <= EXACT) return clamp(virtual, 0, physicalEnd);
  if (virtual >= virtualEnd - EXACT) return physicalEnd - Math.max(0, virtualEnd - virtual);
  return Math.round(EXACT + (virtual - EXACT) / stretch(scale));
}

/** The place after the scroll bar moved to `physical`. Its `physical` differs only where the bar must be put right. */
export function follow(scale: Scale, from: Place, physical: number): Place {
  if (!isScaled(scale)) return { physical, virtual: clamp(physical, 0, scale.virtualEnd) };
  const moved = physical - from.physical;
  if (Math.abs(moved) > JUMP) return { physical, virtual: virtualOf(scale, physical) };
  const virtual = clamp(from.virtual + moved, 0, scale.virtualEnd);
  const isAtEnd = virtual === 0 || virtual === scale.virtualEnd || physical <= 0 || physical >= scale.physicalEnd;
  return { virtual, physical: isAtEnd ? physicalOf(scale, virtual) : physical };
}
