/** A grid to test: ten thousand numbers in a box of 1024 by 768, which makes six columns. */
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { vi } from "vitest";

import { NOTHING, type Selection } from "./selection";
import { ThumbGrid } from "./ThumbGrid";
import type { RenderCell, ThumbGridProps } from "./types";

export const TOTAL = 10_000;
export const COLUMNS = 6;
export const ALL = { at: (index: number) => (index < TOTAL ? index : undefined) };
export const keyOf = (item: number) => `id-${item}`;
export const labelOf = (item: number) => `Number ${item}`;
/** Told of every cell that is drawn. */
export const drawn = vi.fn<(item: number) => void>();
export const cell: RenderCell<number> = (item, _, { isFast }) => {
  drawn(item);
  return <i data-testid={isFast ? "held" : "asked"}>{item}</i>;
};

type Extra = Partial<ThumbGridProps<number>> & { onChange?: (selection: Selection) => void };

export function Shown({ onChange, ...extra }: Extra) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const onSelect = (next: Selection) => {
    setSelection(next);
    onChange?.(next);
  };
  return (
    <>
      <button type="button">Before</button>
      <ThumbGrid
        label="Results"
        items={ALL}
        total={TOTAL}
        keyOf={keyOf}
        labelOf={labelOf}
        render={cell}
        tile={160}
        selection={selection}
        onSelect={onSelect}
        {...extra}
      />
      <button type="button">After</button>
    </>
  );
}

/** By selectors, because looking through hundreds of cells by role takes longer than all that is tested. */
function found(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`there is no ${selector}`);
  return element;
}

export const grid = () => found('[role="grid"]');
/** What a person clicks on; the cell around it is only its tick. */
export const faceOf = (item: number) => found(`[data-index="${item}"] > *`);
export const cellOf = (item: number) => found(`[data-index="${item}"]`);

export const person = () => userEvent.setup({ delay: null });
