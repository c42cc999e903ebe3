/** How well an image matches, in percent. */
import { cx } from "@/lib/cx";
import { percent } from "@/lib/format";

interface Props {
  /** From 0 to 1. */
  score: number;
  className?: string;
}

export function PercentBadge({ score, className }: Props) {
  const shown = percent(score);
  return (
    <span
      role="img"
      aria-label={`${shown.replace(/\s*%$/u, "")} percent match`}
      className={cx(
        "inline-block rounded-full border border-line bg-surface px-1.5 text-xs leading-5 font-semibold text-ink tabular-nums",
        className,
      )}
    >
      {shown}
    </span>
  );
}
