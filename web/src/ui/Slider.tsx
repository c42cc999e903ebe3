/** A number by dragging or by typing: a range, and beside it a field for the exact value. Both are whole numbers. */
import { type ReactNode, useId, useState } from "react";

interface Props {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  /** While it moves. */
  onChange: (value: number) => void;
  /** When it rests: the mouse is up, a key is done, the field is left. */
  onSettle?: (value: number) => void;
  /** How a value is shown in the field and read from it; by default as it is. */
  show?: (value: number) => string;
  read?: (text: string) => number;
  children?: ReactNode;
  disabled?: boolean;
}

export function Slider(props: Props) {
  const { label, value, min, max, step = 1, onChange, onSettle, show = String, disabled, children } = props;
  const id = useId();
  const settle = () => onSettle?.(value);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      <div className="flex items-center gap-3">
        <input
          id={id}
          type="range"
          className="h-6 min-w-0 flex-1"
          {...{ min, max, step, value, disabled }}
          aria-valuetext={show(value)}
          onChange={(event) => onChange(event.target.valueAsNumber)}
          onPointerUp={settle}
          onKeyUp={settle}
        />
        <Exact {...props} />
      </div>
    </div>
  );
}

function Exact({ label, value, min, max, onChange, onSettle, show = String, read = Number, disabled }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    const number = typed === null ? Number.NaN : Math.round(read(typed));
    setTyped(null);
    if (!Number.isFinite(number)) return;
    const held = Math.min(max, Math.max(min, number));
    if (held !== value) onChange(held);
    onSettle?.(held);
  };
  return (
    <input
      className="h-8 w-20 rounded-control border border-edge bg-surface px-2 text-right font-mono text-sm"
      aria-label={`${label}, exactly`}
      inputMode="decimal"
      value={typed ?? show(value)}
      disabled={disabled}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === "Enter" && take()}
    />
  );
}
