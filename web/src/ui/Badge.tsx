/** A word or a number with a tone; the tone never stands alone. */
import type { ReactNode } from "react";

import { cx } from "@/lib/cx";

const TONES = {
  plain: "bg-raised text-ink",
  accent: "bg-accent-soft text-ink",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
} as const;

interface Props {
  tone?: keyof typeof TONES | undefined;
  children: ReactNode;
}

export function Badge({ tone = "plain", children }: Props) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
