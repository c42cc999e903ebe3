/** The button, and links that look like one. */
import type { ComponentProps, Ref } from "react";

import { cx } from "@/lib/cx";

const BASE =
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-control border text-sm font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:opacity-60";
const LOOKS = {
  primary: "border-transparent bg-accent text-on-accent enabled:hover:bg-accent-strong",
  plain: "border-edge bg-surface text-ink enabled:hover:bg-raised",
  quiet: "border-transparent bg-transparent text-ink enabled:hover:bg-raised",
  danger: "border-bad bg-surface text-bad enabled:hover:bg-bad-soft",
  good: "border-good bg-surface text-good enabled:hover:bg-good-soft",
} as const;
const SIZES = { small: "h-8 px-2.5", medium: "h-9 px-3.5", large: "h-11 px-5 text-base", icon: "size-9" } as const;

interface Looks {
  look?: keyof typeof LOOKS | undefined;
  size?: keyof typeof SIZES | undefined;
}

/** The classes of a button. */
export function buttonLooks({ look = "plain", size = "medium" }: Looks = {}): string {
  return cx(BASE, LOOKS[look], SIZES[size]);
}

type Props = ComponentProps<"button"> & Looks & { ref?: Ref<HTMLButtonElement> };

export function Button({ look, size, className, type = "button", ...rest }: Props) {
  return <button type={type} className={cx(buttonLooks({ look, size }), className)} {...rest} />;
}
