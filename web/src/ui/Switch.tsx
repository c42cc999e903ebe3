/** A labelled on and off: a checkbox. */
import { type ComponentProps, useId } from "react";

interface Props extends Omit<ComponentProps<"input">, "onChange" | "type"> {
  label: string;
  hint?: string;
  onSwitch: (isOn: boolean) => void;
}

export function Switch({ label, hint, onSwitch, ...rest }: Props) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="checkbox"
        className="mt-0.5 size-5 shrink-0"
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onSwitch(event.target.checked)}
        {...rest}
      />
      <div className="text-sm">
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className="text-quiet">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
