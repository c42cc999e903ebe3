/** A JSON value as a tree: one tab stop, arrows walk, open and close; the chosen row's path and value can be copied. */
import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, type RefObject, useMemo, useRef, useState } from "react";

import { CopyButton } from "@/components/CopyButton";
import { copied, type Row, rowsOf, written } from "@/features/images/payloadTree";
import { cx } from "@/lib/cx";

export function PayloadTree({ payload }: { payload: unknown }) {
  const element = useRef<HTMLDivElement>(null);
  const { rows, chosen, isOpen, choose, onKeyDown } = useTree(payload, element);
  return (
    <div className="flex flex-col gap-2">
      {chosen && (
        <div className="flex items-center gap-1 rounded-control bg-raised pl-3 text-sm">
          <code className="min-w-0 flex-1 truncate font-mono text-xs">{chosen.path}</code>
          <span className="text-quiet">path</span>
          <CopyButton text={chosen.path} what="path" />
          <span className="text-quiet">value</span>
          <CopyButton text={copied(chosen.value)} what="value" />
        </div>
      )}
      <div ref={element} role="tree" aria-label="Payload" className="overflow-x-hidden font-mono text-xs">
        {rows.map((row) => (
          <TreeRow
            key={row.path}
            row={row}
            isOpen={isOpen(row.path)}
            isChosen={row.path === chosen?.path}
            onChoose={() => choose(row)}
            onKeyDown={onKeyDown}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  row: Row;
  isOpen: boolean;
  isChosen: boolean;
  onChoose: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function TreeRow({ row, isOpen, isChosen, onChoose, onKeyDown }: RowProps) {
  return (
    <div
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.place}
      aria-setsize={row.of}
      aria-selected={isChosen}
      aria-expanded={row.size === null ? undefined : isOpen}
      tabIndex={isChosen ? 0 : -1}
      className={cx(
        "flex min-h-7 cursor-pointer items-start gap-1 rounded-control py-1 pr-2 -outline-offset-2",
        isChosen ? "bg-accent-soft" : "hover:bg-raised",
      )}
      style={{ paddingLeft: `${row.level - 0.5}rem` }}
      onClick={onChoose}
      onKeyDown={onKeyDown}
    >
      <ChevronRight
        aria-hidden
        size={14}
        className={cx("mt-0.5 shrink-0", row.size === null && "invisible", isOpen && "rotate-90")}
      />
      <span className={cx("shrink-0 text-quiet", row.level === 1 && "w-30")}>{row.name}</span>
      <span className={cx("min-w-0 break-all", row.value === null && "text-quiet italic")}>{written(row)}</span>
    </div>
  );
}

function useTree(payload: unknown, element: RefObject<HTMLDivElement | null>) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(["tags", "quality_checks"]));
  const [path, setPath] = useState<string | null>(null);
  const isOpen = (one: string) => open.has(one);
  const rows = useMemo(() => rowsOf(payload, (one) => open.has(one)), [payload, open]);
  const now = Math.max(
    0,
    rows.findIndex((row) => row.path === path),
  );
  const set = (one: string, shall: boolean) => {
    const next = new Set(open);
    if (shall) next.add(one);
    else next.delete(one);
    setOpen(next);
  };
  const go = (to: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, to))];
    if (!row) return;
    setPath(row.path);
    element.current?.querySelectorAll<HTMLElement>("[role=treeitem]").item(rows.indexOf(row)).focus();
  };
  const choose = (row: Row) => {
    setPath(row.path);
    if (row.size !== null) set(row.path, !isOpen(row.path));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[now];
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = actionsOf(rows, now, { go, set, choose, isOpen })[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return { rows, chosen: rows[now], isOpen, choose, onKeyDown };
}

interface Moves {
  go: (to: number) => void;
  set: (path: string, shall: boolean) => void;
  choose: (row: Row) => void;
  isOpen: (path: string) => boolean;
}

/** What each key does, as the tree pattern has it. */
function actionsOf(rows: readonly Row[], now: number, moves: Moves): Record<string, () => void> {
  const row = rows[now];
  if (!row) return {};
  const opens = row.size !== null && !moves.isOpen(row.path);
  const closes = row.size !== null && moves.isOpen(row.path);
  const parent = rows.findLastIndex((one, index) => index < now && one.level < row.level);
  return {
    ArrowDown: () => moves.go(now + 1),
    ArrowUp: () => moves.go(now - 1),
    Home: () => moves.go(0),
    End: () => moves.go(rows.length - 1),
    Enter: () => moves.choose(row),
    " ": () => moves.choose(row),
    ArrowRight: () => (opens ? moves.set(row.path, true) : moves.go(closes ? now + 1 : now)),
    ArrowLeft: () => (closes ? moves.set(row.path, false) : moves.go(parent >= 0 ? parent : now)),
  };
}
