/** Counts from the histogram: exact at hundredths, within bounds between them, against a count of the pairs themselves. */
import { describe, expect, it } from "vitest";

import type { Histogram, Tier } from "@/features/duplicates/model";
import { barsOf, betweenWords, nextFilled, pairsAt, randomAt } from "@/features/duplicates/pairs";
import { TIERS } from "@/features/duplicates/words";
import { histogramOut } from "@/testing/duplicates";

interface Pair {
  perMille: number;
  tier: Tier;
}

/** A small generator of its own, so that each run sees the same pairs. */
function drawn(seed: number, length: number): Pair[] {
  let state = seed;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % below;
  };
  return Array.from({ length }, () => ({ perMille: 750 + next(251), tier: TIERS[next(4)] ?? "T1" }));
}

function histogramFrom(pairs: readonly Pair[]): Histogram {
  const base = histogramOut();
  const of = <T>(make: (tier: Tier) => T) => Object.fromEntries(TIERS.map((tier) => [tier, make(tier)]));
  const inBucket = (tier: Tier, bound: string) => {
    const from = Math.round(Number(bound) * 1000);
    const to = from === 990 ? 1001 : from + 10;
    return pairs.filter((pair) => pair.tier === tier && pair.perMille >= from && pair.perMille < to).length;
  };
  return {
    ...base,
    buckets: of((tier) => Object.fromEntries(base.bounds.map((bound) => [bound, inBucket(tier, bound)]))),
    at_least: of((tier) =>
      base.thresholds.map((one) => pairs.filter((pair) => pair.tier === tier && pair.perMille >= one * 1000).length),
    ),
  };
}

const WORLDS = [1, 7, 42, 99, 1234].map((seed) => drawn(seed, 60 * (seed % 5)));

describe("pairsAt", () => {
  it.each(WORLDS)("holds the true count at every threshold (world %#)", (...pairs) => {
    const histogram = histogramFrom(pairs);
    for (let perMille = 800; perMille <= 990; perMille += 1) {
      const truth = pairs.filter((pair) => pair.perMille >= perMille).length;
      const { least, most } = pairsAt(histogram, perMille);
      expect(least).toBeLessThanOrEqual(truth);
      expect(most).toBeGreaterThanOrEqual(truth);
    }
  });

  it.each(WORLDS)("is the true count at whole hundredths (world %#)", (...pairs) => {
    const histogram = histogramFrom(pairs);
    for (let perMille = 800; perMille <= 990; perMille += 10) {
      const truth = pairs.filter((pair) => pair.perMille >= perMille).length;
      expect(pairsAt(histogram, perMille)).toEqual({ least: truth, most: truth });
    }
  });

  it("never grows with the threshold, and is the sum of its tiers", () => {
    const histogram = histogramFrom(drawn(5, 200));
    for (let perMille = 801; perMille <= 990; perMille += 1) {
      const [before, now] = [pairsAt(histogram, perMille - 1), pairsAt(histogram, perMille)];
      expect(now.most).toBeLessThanOrEqual(before.most);
      expect(now.least).toBeLessThanOrEqual(before.least);
      const tiers = TIERS.map((tier) => pairsAt(histogram, perMille, [tier]).most);
      expect(tiers.reduce((sum, one) => sum + one, 0)).toBe(now.most);
    }
  });

  it("is said as a range only where it is not known exactly", () => {
    expect(betweenWords(pairsAt(histogramOut(), 930))).toBe("2");
    expect(betweenWords(pairsAt(histogramOut(), 935))).toBe("1 to 2");
  });
});

describe("barsOf", () => {
  it("begins at 0.80 and has every pair from there on once", () => {
    const pairs = drawn(11, 300);
    const bars = barsOf(histogramFrom(pairs));
    expect(bars).toHaveLength(20);
    expect(bars[0]).toMatchObject({ from: 800, to: 810 });
    expect(bars.reduce((sum, bar) => sum + bar.all, 0)).toBe(pairs.filter((pair) => pair.perMille >= 800).length);
  });
});

describe("randomAt", () => {
  it("leaves out what is below, and knows only bounds inside a bucket", () => {
    expect(randomAt(histogramOut(), 850)).toEqual({ least: 4, most: 4 });
    expect(randomAt(histogramOut(), 855)).toEqual({ least: 0, most: 4 });
    expect(randomAt(histogramOut(), 860)).toEqual({ least: 0, most: 0 });
  });
});

describe("nextFilled", () => {
  it("names the highest lower threshold at which there is more", () => {
    expect(nextFilled(histogramOut(), 990)).toBe(980);
    expect(nextFilled(histogramOut(), 930)).toBe(850);
    expect(nextFilled(histogramOut(), 850)).toBeUndefined();
  });
});
