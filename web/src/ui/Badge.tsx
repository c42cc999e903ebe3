/** A word or a number with a tone; the tone never stands alone. */
import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";

const looks = cva("inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap", {
  variants: {
    tone: {
      plain: "bg-raised text-ink",
      accent: "bg-accent-soft text-ink",
      good: "bg-good-soft text-good",
      warn: "bg-warn-soft text-warn",
      bad: "bg-bad-soft text-bad",
    },
  },
  defaultVariants: { tone: "plain" },
});

export function Badge({ tone, children }: VariantProps<typeof looks> & { children: ReactNode }) {
  return <span className={looks({ tone })}>{children}</span>;
}
