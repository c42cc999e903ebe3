/** One edge of a part, in percent. What is typed stays as it is typed while the box follows as far as it can. */
import { useState } from "react";

import { Field } from "@/ui/Field";

interface Props {
  name: string;
  /** Per mille. */
  value: number;
  onEdge: (value: number) => void;
}

export function EdgeField({ name, value, onEdge }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field
      label={`${name}, %`}
      type="number"
      inputMode="decimal"
      min={0}
      max={100}
      step={0.1}
      value={typed ?? value / 10}
      onChange={({ target }) => {
        setTyped(target.value);
        if (Number.isFinite(target.valueAsNumber)) onEdge(target.valueAsNumber * 10);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
