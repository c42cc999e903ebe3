/** Tabs: one tab stop, arrows and Home and End move, and what is chosen is shown below. */
import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";

import { cx } from "@/lib/cx";

interface Props<T extends string> {
  /** What the tabs are of, for screen readers. */
  label: string;
  tabs: readonly { id: T; name: string }[];
  chosen: T;
  onChoose: (tab: T) => void;
  /** The chosen tab's content. */
  children: ReactNode;
}

export function Tabs<T extends string>({ label, tabs, chosen, onChoose, children }: Props<T>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = targetOf(
      event.key,
      tabs.findIndex((one) => one.id === chosen),
      tabs.length,
    );
    const next = at === undefined ? undefined : tabs[at];
    if (!next || at === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]").item(at).focus();
  };
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} className="flex flex-wrap border-b border-line">
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === chosen ? 0 : -1}
            className={cx(
              "-mb-px h-10 rounded-t-control border-b-2 px-2.5 text-sm font-medium",
              tab.id === chosen ? "border-accent text-ink" : "border-transparent text-quiet hover:text-ink",
            )}
            onClick={() => onChoose(tab.id)}
            onKeyDown={move}
          >
            {tab.name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`} className="pt-4">
        {children}
      </div>
    </>
  );
}

function targetOf(key: string, now: number, length: number): number | undefined {
  if (key === "ArrowRight") return (now + 1) % length;
  if (key === "ArrowLeft") return (now - 1 + length) % length;
  if (key === "Home") return 0;
  return key === "End" ? length - 1 : undefined;
}
