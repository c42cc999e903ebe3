/** Scores of an answer, best first: how they spread, and what a cut leaves. Pure. */
import type { Ask } from "@/features/search/question";
import { isOfPicture } from "@/features/search/question";

export interface Range {
  /** Per mille. */
  min: number;
  max: number;
}

export interface ScoreBar {
  from: number;
  to: number;
  count: number;
}

const BARS = 40;
const STEP = 50;
/** Words and pictures are never as alike as two pictures are. */
const OF_WORDS: Range = { min: 0, max: 500 };
const OF_PICTURES: Range = { min: 0, max: 1000 };

/** The range of the slider: that of the kind of question, wider where the answer or the cut is outside of it. */
export function rangeOf(ask: Ask, scores: readonly number[], cut: number | undefined): Range {
  const usual = isOfPicture(ask) || ask.kind === "examples" ? OF_PICTURES : OF_WORDS;
  const seen = [scores[0] ?? 0, scores.at(-1) ?? 0, (cut ?? 0) / 1000].map((score) => score * 1000);
  return {
    min: Math.max(-1000, Math.min(usual.min, Math.floor(Math.min(...seen) / STEP) * STEP)),
    max: Math.min(1000, Math.max(usual.max, Math.ceil(Math.max(...seen) / STEP) * STEP)),
  };
}

/** How many scores lie in each of equal parts of the range. */
export function barsOf(scores: readonly number[], { min, max }: Range): ScoreBar[] {
  const width = (max - min) / BARS;
  const counts = Array.from({ length: BARS }, () => 0);
  for (const score of scores) {
    const at = Math.min(BARS - 1, Math.max(0, Math.floor((score * 1000 - min) / width)));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count, at) => ({ from: (min + at * width) / 1000, to: (min + (at + 1) * width) / 1000, count }));
}

/** How many of the scores, best first, are at the cut or above. */
export function above(scores: readonly number[], cut: number | undefined): number {
  if (cut === undefined) return scores.length;
  const first = scores.findIndex((score) => score < cut / 1000);
  return first < 0 ? scores.length : first;
}

/** So many of the best are worth a lower cut. */
const SOME = 10;

/** The highest round cut below `cut` that shows some, or all where there are few; and how many that is. */
export function nearest(scores: readonly number[], cut: number): { cut: number; count: number } | undefined {
  const best = scores[0];
  const last = scores[Math.min(SOME, scores.length) - 1];
  if (best === undefined || last === undefined || best >= cut / 1000) return undefined;
  const lower = Math.max(-1000, Math.floor(last * 100) * 10);
  return { cut: lower, count: above(scores, lower) };
}
