/** A labelled text field with its hint and its error. */
import { type ComponentProps, type Ref, useId } from "react";

import { cx } from "@/lib/cx";

interface Props extends ComponentProps<"input"> {
  label: string;
  hint?: string;
  error?: string | undefined;
  /** The label is for screen readers only. */
  isLabelHidden?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export const fieldLooks =
  "h-9 w-full min-w-0 rounded-control border border-edge bg-surface px-3 text-sm text-ink placeholder:text-quiet disabled:opacity-60";

export function Field({ label, hint, error, isLabelHidden = false, className, id, ...rest }: Props) {
  const made = useId();
  const inputId = id ?? made;
  const told = [hint && `${inputId}-hint`, error && `${inputId}-error`].filter(Boolean).join(" ");
  return (
    <div className={cx("flex flex-col gap-1", className)}>
      <label htmlFor={inputId} className={cx("text-sm font-medium", isLabelHidden && "sr-only")}>
        {label}
      </label>
      <input
        id={inputId}
        className={fieldLooks}
        aria-invalid={error ? true : undefined}
        aria-describedby={told || undefined}
        {...rest}
      />
      {hint && (
        <p id={`${inputId}-hint`} className="text-sm text-quiet">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${inputId}-error`} className="text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
