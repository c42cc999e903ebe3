/** The page on which the grid is measured: `?total=100000&tile=160`, with pictures from the same server. */
import { useCallback, useState } from "react";
import { createRoot } from "react-dom/client";

import { PercentBadge } from "@/components/PercentBadge";
import { Thumb } from "@/components/Thumb";
import { NOTHING, type Selection, selectedCount } from "@/components/thumbGrid/selection";
import { ThumbGrid } from "@/components/thumbGrid/ThumbGrid";
import type { RenderCell } from "@/components/thumbGrid/types";

const asked = new URLSearchParams(location.search);
const total = Number(asked.get("total") ?? 100_000);
const tile = Number(asked.get("tile") ?? 160);

/** An item is its own number: ten million of them take no memory. */
const items = { at: (index: number) => (index < total ? index : undefined) };
const scoreOf = (item: number) => 1 - item / (2 * total);
const keyOf = String;
const labelOf = (item: number) => `Number ${item}, ${Math.round(scoreOf(item) * 100)} percent match`;

const render: RenderCell<number> = (item, _, { isFast }) => (
  <>
    <Thumb src={`/pictures/${item}.png`} alt="" isHeld={isFast} />
    <PercentBadge score={scoreOf(item)} className="absolute right-1 bottom-1" />
  </>
);

function Page() {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [opened, setOpened] = useState("");
  const open = useCallback((item: number) => setOpened(String(item)), []);
  return (
    <main className="flex h-dvh flex-col">
      <h1 className="p-2">
        {selectedCount(selection, total)} selected, opened: {opened}
      </h1>
      <div className="min-h-0 flex-1">
        <ThumbGrid
          label="Everything"
          items={items}
          total={total}
          keyOf={keyOf}
          labelOf={labelOf}
          render={render}
          tile={tile}
          selection={selection}
          onSelect={setSelection}
          onOpen={open}
          restoreKey={`${total}`}
        />
      </div>
    </main>
  );
}

const root = document.querySelector("#root");
if (root) createRoot(root).render(<Page />);
