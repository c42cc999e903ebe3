/** How many pairs are how alike: counted here from the histogram, so that the slider never waits for the API. */
import type { Histogram, Tier } from "@/features/duplicates/model";
import { TIERS } from "@/features/duplicates/words";
import { count } from "@/lib/format";

/** A count that is known between two thresholds only: `least` and `most` are the same at whole hundredths. */
export interface Between {
  least: number;
  most: number;
}

export interface TierBar {
  /** In thousandths. */
  from: number;
  to: number;
  counts: Readonly<Partial<Record<Tier, number>>>;
  all: number;
}

const LOWEST = 800;

/** Pairs that are at least so alike (in thousandths), of some tiers. */
export function pairsAt(histogram: Histogram, perMille: number, tiers: readonly Tier[] = TIERS): Between {
  return tiers.reduce<Between>(
    (sum, tier) => {
      const { least, most } = ofTier(histogram, perMille, tier);
      return { least: sum.least + least, most: sum.most + most };
    },
    { least: 0, most: 0 },
  );
}

function ofTier({ thresholds, at_least }: Histogram, perMille: number, tier: Tier): Between {
  const counts = at_least[tier] ?? [];
  const marks = thresholds.map((one) => Math.round(one * 1000));
  const below = marks.findLastIndex((mark) => mark <= perMille);
  const above = marks.findIndex((mark) => mark >= perMille);
  return { least: above < 0 ? 0 : (counts[above] ?? 0), most: counts[Math.max(0, below)] ?? 0 };
}

/** The bars from 0.80 on, each with its tiers. */
export function barsOf({ bounds, buckets }: Histogram): readonly TierBar[] {
  return bounds
    .map((bound) => ({ bound, from: Math.round(Number(bound) * 1000) }))
    .filter(({ from }) => from >= LOWEST)
    .map(({ bound, from }) => {
      const counts = Object.fromEntries(TIERS.map((tier) => [tier, buckets[tier]?.[bound] ?? 0]));
      return { from, to: from + 10, counts, all: Object.values(counts).reduce((sum, one) => sum + one, 0) };
    });
}

/** Of the pairs that were drawn at random, those that are so alike: what a threshold there takes by chance. */
export function randomAt({ random_pairs }: Histogram, perMille: number): Between {
  const sum = (from: number) =>
    Object.entries(random_pairs)
      .filter(([bound]) => Math.round(Number(bound) * 1000) >= from)
      .reduce((all, [, pairs]) => all + pairs, 0);
  const hundredth = Math.floor(perMille / 10) * 10;
  return { least: sum(perMille === hundredth ? hundredth : hundredth + 10), most: sum(hundredth) };
}

/** The highest threshold below this one at which there is something; what an empty list proposes. */
export function nextFilled(histogram: Histogram, perMille: number): number | undefined {
  const { least } = pairsAt(histogram, perMille);
  const marks = histogram.thresholds.map((one) => Math.round(one * 1000)).filter((mark) => mark < perMille);
  return marks.findLast((mark) => pairsAt(histogram, mark).least > least);
}

/** "1,214", or "1,180 to 1,214" where only that is known. */
export function betweenWords({ least, most }: Between): string {
  return least === most ? count(least) : `${count(least)} to ${count(most)}`;
}
