/** How alike the known pairs are, by tier, and what the threshold takes of them. */
import type { Histogram, Tier } from "@/features/duplicates/model";
import { barsOf, betweenWords, pairsAt, type TierBar } from "@/features/duplicates/pairs";
import { TIER_HINTS, TIER_WORDS, TIERS } from "@/features/duplicates/words";
import { cx } from "@/lib/cx";
import { count, threshold } from "@/lib/format";

const WIDTH = 400;
const HEIGHT = 72;
const LOWEST = 800;
const RANGE = 200;
const FILLS: Record<Tier, string> = {
  T0: "fill-accent",
  T1: "fill-accent",
  T2: "fill-accent/70",
  T3: "fill-accent/45",
  T4: "fill-accent/25",
};
const DOTS: Record<Tier, string> = {
  T0: "bg-accent",
  T1: "bg-accent",
  T2: "bg-accent/70",
  T3: "bg-accent/45",
  T4: "bg-accent/25",
};

interface Props {
  histogram: Histogram;
  perMille: number;
}

export function TierHistogram({ histogram, perMille }: Props) {
  const bars = barsOf(histogram);
  const highest = Math.max(1, ...bars.map((bar) => bar.all));
  const line = (WIDTH * (perMille - LOWEST)) / RANGE;
  const all = pairsAt(histogram, perMille);
  return (
    <figure className="flex flex-col gap-2">
      <svg
        role="img"
        aria-label={`Known pairs by similarity, from 0.80 to 1.00. At least ${threshold(perMille)} alike: ${betweenWords(all)}.`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-18 w-full"
      >
        {bars.map((bar) => (
          <Stack key={bar.from} bar={bar} highest={highest} isTaken={bar.to > perMille} />
        ))}
        <line
          x1={line}
          x2={line}
          y1={0}
          y2={HEIGHT}
          vectorEffect="non-scaling-stroke"
          className="stroke-ink stroke-2"
        />
      </svg>
      <div aria-hidden className="flex justify-between text-xs text-quiet">
        <span>0.80</span>
        <span>square-root scale</span>
        <span>1.00</span>
      </div>
      <ul className="grid gap-x-4 min-[24rem]:grid-cols-2 gap-y-1 text-sm">
        {TIERS.map((tier) => (
          <li key={tier} className="flex items-center gap-2" title={TIER_HINTS[tier]}>
            <span aria-hidden className={cx("size-3 shrink-0 rounded-sm border border-accent", DOTS[tier])} />
            <span className="truncate">{TIER_WORDS[tier]}</span>
            <span className="ml-auto tabular-nums">{betweenWords(pairsAt(histogram, perMille, [tier]))}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Stack({ bar, highest, isTaken }: { bar: TierBar; highest: number; isTaken: boolean }) {
  const full = HEIGHT * Math.sqrt(bar.all / highest);
  const heights = TIERS.map((tier) => (bar.all === 0 ? 0 : (full * (bar.counts[tier] ?? 0)) / bar.all));
  const x = (WIDTH * (bar.from - LOWEST)) / RANGE;
  return (
    <g className={isTaken ? undefined : "opacity-35 grayscale"}>
      <title>{`${threshold(bar.from)}: ${count(bar.all)} pairs`}</title>
      {TIERS.map((tier, at) => (
        <rect
          key={tier}
          x={x + 1}
          width={WIDTH / (RANGE / 10) - 2}
          y={HEIGHT - heights.slice(0, at + 1).reduce((sum, one) => sum + one, 0)}
          height={heights[at]}
          className={FILLS[tier]}
        />
      ))}
    </g>
  );
}
