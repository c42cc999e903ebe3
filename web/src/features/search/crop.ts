/** The box that cuts a part out of a picture: per mille of its sides. Pure. */
import type { Crop } from "@/features/search/question";

export type Edge = "left" | "top" | "right" | "bottom";
export const EDGES = ["left", "top", "right", "bottom"] as const satisfies readonly Edge[];

export const WHOLE: Crop = [0, 0, 1000, 1000];
/** A part has at least so much of each side. */
const LEAST = 20;

export const edgeOf = (crop: Crop, edge: Edge): number => crop[EDGES.indexOf(edge)] ?? 0;

/** The box between two points in any order. */
export function between(a: Point, b: Point): Crop {
  const [left, right] = spread(a.x, b.x);
  const [top, bottom] = spread(a.y, b.y);
  return [left, top, right, bottom];
}

export interface Point {
  x: number;
  y: number;
}

function spread(a: number, b: number): [number, number] {
  const low = held(Math.min(a, b), 0, 1000 - LEAST);
  return [low, held(Math.max(a, b), low + LEAST, 1000)];
}

/** One edge elsewhere; it stops before the opposite one. */
export function withEdge(crop: Crop, edge: Edge, value: number): Crop {
  const [left, top, right, bottom] = crop;
  if (edge === "left") return [held(value, 0, right - LEAST), top, right, bottom];
  if (edge === "top") return [left, held(value, 0, bottom - LEAST), right, bottom];
  if (edge === "right") return [left, top, held(value, left + LEAST, 1000), bottom];
  return [left, top, right, held(value, top + LEAST, 1000)];
}

/** The whole box elsewhere; it stays inside. */
export function moved([left, top, right, bottom]: Crop, x: number, y: number): Crop {
  const dx = held(x, -left, 1000 - right);
  const dy = held(y, -top, 1000 - bottom);
  return [left + dx, top + dy, right + dx, bottom + dy];
}

export const isWhole = (crop: Crop): boolean => crop.every((edge, at) => edge === WHOLE[at]);

/** The part in pixels of a picture; at least one of each side. */
export function pixelsOf([left, top, right, bottom]: Crop, width: number, height: number) {
  const x = Math.floor((left * width) / 1000);
  const y = Math.floor((top * height) / 1000);
  return {
    x,
    y,
    width: Math.max(1, Math.round((right * width) / 1000) - x),
    height: Math.max(1, Math.round((bottom * height) / 1000) - y),
  };
}

function held(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
