/** The filters that hold, always in view: each can be taken away, and all at once. */
import { SlidersHorizontal } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";

import { useSession } from "@/api/session";
import { chipsOf, NO_FILTERS } from "@/features/search/filters";
import { focusBeside } from "@/features/search/focus";
import type { Go, View } from "@/features/search/view";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";

const FilterSheet = lazy(() => import("@/features/search/FilterSheet"));

interface Props {
  view: View;
  go: Go;
  /** Tags that were seen, to choose from. */
  tags: readonly string[];
}

export function FilterBar({ view, go, tags }: Props) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const userId = useSession((session) => session.user?.userId);
  const chips = chipsOf(view, userId);
  return (
    <div role="group" aria-label="Filters" className="flex min-w-0 flex-wrap items-center gap-1.5">
      <Button ref={button} size="small" onClick={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden size={14} /> Filters
      </Button>
      {chips.map(({ key, text, change }) => (
        <Chip
          key={key}
          removes={`filter ${text}`}
          onRemove={() => {
            focusBeside();
            go(change);
          }}
        >
          {text}
        </Chip>
      ))}
      {chips.length > 0 && (
        <Button
          look="quiet"
          size="small"
          onClick={() => {
            button.current?.focus();
            go(NO_FILTERS);
          }}
        >
          Clear all
        </Button>
      )}
      {isOpen && (
        <Suspense>
          <FilterSheet
            view={view}
            tags={tags}
            onClose={() => setOpen(false)}
            onApply={(filters) => {
              setOpen(false);
              go(filters);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
