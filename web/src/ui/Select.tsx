/** A labelled choice: the browser's own select. */
import { type ComponentProps, useId } from "react";

import { cx } from "@/lib/cx";
import { fieldLooks } from "@/ui/Field";

interface Props<T extends string> extends Omit<ComponentProps<"select">, "value" | "onChange"> {
  label: string;
  value: T;
  choices: readonly { value: T; label: string }[];
  onChoose: (value: T) => void;
  isLabelHidden?: boolean;
}

export function Select<T extends string>({
  label,
  value,
  choices,
  onChoose,
  isLabelHidden,
  className,
  ...rest
}: Props<T>) {
  const id = useId();
  const chosen = (text: string) => choices.find((one) => one.value === text)?.value ?? value;
  return (
    <div className={cx("flex flex-col gap-1", className)}>
      <label htmlFor={id} className={cx("text-sm font-medium", isLabelHidden && "sr-only")}>
        {label}
      </label>
      <select
        id={id}
        className={fieldLooks}
        value={value}
        onChange={(event) => onChoose(chosen(event.target.value))}
        {...rest}
      >
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </div>
  );
}
