/** How many results have which score, and where the cut is. */
import { count } from "@/lib/format";

export interface Bar {
  from: number;
  to: number;
  count: number;
}

interface Props {
  /** In order, one beside the other. */
  bars: readonly Bar[];
  /** What is below it is left out. */
  cut: number;
  label: string;
}

const WIDTH = 400;
const HEIGHT = 48;

export function Histogram({ bars, cut, label }: Props) {
  const first = bars[0];
  const last = bars.at(-1);
  if (!first || !last) return null;
  const highest = Math.max(1, ...bars.map((bar) => bar.count));
  const xOf = (score: number) => (WIDTH * (score - first.from)) / (last.to - first.from || 1);
  const heightOf = (bar: Bar) => (bar.count === 0 ? 0 : Math.max(1, (HEIGHT * bar.count) / highest));
  const line = Math.min(WIDTH - 1, Math.max(1, xOf(cut)));
  return (
    <svg
      role="img"
      aria-label={`${label}: ${summaryOf(bars, cut)}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-12 w-full"
    >
      {bars.map((bar) => (
        <rect
          key={bar.from}
          x={xOf(bar.from)}
          y={HEIGHT - heightOf(bar)}
          width={Math.max(0.5, xOf(bar.to) - xOf(bar.from) - 1)}
          height={heightOf(bar)}
          className={isAbove(bar, cut) ? "fill-accent" : "fill-edge"}
        />
      ))}
      <line
        x1={line}
        x2={line}
        y1={0}
        y2={HEIGHT}
        vectorEffect="non-scaling-stroke"
        strokeDasharray="4 3"
        className="stroke-ink stroke-2"
      />
    </svg>
  );
}

/** A bar that the cut goes through counts by its middle, as it is coloured. */
const isAbove = (bar: Bar, cut: number) => (bar.from + bar.to) / 2 >= cut;

function summaryOf(bars: readonly Bar[], cut: number): string {
  const sum = (some: readonly Bar[]) => some.reduce((all, bar) => all + bar.count, 0);
  const filled = bars.filter((bar) => bar.count > 0);
  const [lowest, highest] = [filled[0], filled.at(-1)];
  if (!lowest || !highest) return "nothing to show";
  const range = `between ${lowest.from.toFixed(2)} and ${highest.to.toFixed(2)}`;
  const above = sum(bars.filter((bar) => isAbove(bar, cut)));
  return `${count(sum(bars))} ${range}, ${count(above)} from ${cut.toFixed(3)} up`;
}
