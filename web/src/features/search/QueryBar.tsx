/** What is asked: in words, or by a picture. */
import { ImageIcon, Type } from "lucide-react";
import { type KeyboardEvent, lazy, type ReactNode, type Ref, Suspense, useId } from "react";

import { tabOf } from "@/features/search/question";
import { TextQuery } from "@/features/search/TextQuery";
import type { Go, View } from "@/features/search/view";
import { cx } from "@/lib/cx";

const PictureQuery = lazy(() => import("@/features/search/PictureQuery"));

interface Props {
  view: View;
  go: Go;
  onWords: (words: string) => void;
  onFile: (file: File) => void;
  field: Ref<HTMLInputElement>;
}

const TABS = [
  { tab: "text", name: "By text", Icon: Type },
  { tab: "image", name: "By image", Icon: ImageIcon },
] as const;

export function QueryBar({ view, go, onWords, onFile, field }: Props) {
  const open = tabOf(view);
  const id = useId();
  const move = (event: KeyboardEvent<HTMLElement>) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = open === "text" ? "image" : "text";
    go({ mode: other });
    document.getElementById(`${id}-${other}`)?.focus();
  };
  return (
    <div className="flex flex-col gap-2 sm:flex-row sm:items-start sm:gap-3">
      <div role="tablist" aria-label="Search" className="flex h-11 shrink-0 gap-1 rounded-control bg-raised p-1">
        {TABS.map(({ tab, name, Icon }) => (
          <Tab
            key={tab}
            id={`${id}-${tab}`}
            panel={`${id}-panel`}
            isOpen={open === tab}
            onKeyDown={move}
            onOpen={() => go({ mode: tab })}
          >
            <Icon aria-hidden size={16} />
            {name}
          </Tab>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open}`} className="min-w-0 flex-1">
        {open === "text" ? (
          <TextQuery words={view.q ?? ""} onSearch={onWords} field={field} />
        ) : (
          <Suspense fallback={<div className="h-14" />}>
            <PictureQuery view={view} go={go} onFile={onFile} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

interface TabProps {
  id: string;
  panel: string;
  isOpen: boolean;
  onOpen: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  children: ReactNode;
}

function Tab({ id, panel, isOpen, onOpen, onKeyDown, children }: TabProps) {
  return (
    <button
      type="button"
      role="tab"
      id={id}
      aria-selected={isOpen}
      aria-controls={panel}
      tabIndex={isOpen ? 0 : -1}
      onClick={onOpen}
      onKeyDown={onKeyDown}
      className={cx(
        "flex flex-1 items-center justify-center gap-2 rounded-md px-3 text-sm font-medium whitespace-nowrap",
        isOpen ? "bg-surface text-ink shadow-sm" : "text-quiet hover:text-ink",
      )}
    >
      {children}
    </button>
  );
}
