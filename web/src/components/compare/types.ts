/** What is compared, and how. */

export interface ComparedPicture {
  id: string;
  src: string;
  /** Shown where `src` cannot be loaded: a smaller one. */
  fallback?: string;
  alt: string;
  /** A word or two over the picture. */
  caption: string;
  width: number;
  height: number;
}

/** Two beside each other, up to four, one in place of the other, one beside a moving edge, what differs. */
export type Comparison = "side" | "grid" | "flicker" | "split" | "difference";

export const MOST_COMPARED = 4;
