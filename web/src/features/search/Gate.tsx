/** How far perceptual hashes may differ; empty is off. */
import { useState } from "react";

import { Field } from "@/ui/Field";

interface Props {
  gate: number | undefined;
  onGate: (gate: number | undefined) => void;
}

const MOST_BITS = 64;

export function Gate({ gate, onGate }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    if (typed === null) return;
    const bits = Number.parseInt(typed, 10);
    const next = Number.isNaN(bits) ? undefined : Math.min(MOST_BITS, Math.max(0, bits));
    setTyped(null);
    if (next !== gate) onGate(next);
  };
  return (
    <Field
      label="Hash gate, bits"
      className="w-28"
      type="number"
      min={0}
      max={MOST_BITS}
      placeholder="off"
      title="Only images whose perceptual hash differs in at most so many of 64 bits. Empty: off."
      value={typed ?? gate ?? ""}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
      }}
    />
  );
}
