/** A small word that stands for a choice, with a button that takes it away. */
import { X } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  children: ReactNode;
  /** What the button takes away, in words: "tag circle". */
  removes?: string;
  onRemove?: () => void;
}

export function Chip({ children, removes, onRemove }: Props) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-full border border-line bg-raised py-0.5 pr-1 pl-3 text-sm">
      <span className="truncate">{children}</span>
      {onRemove ? (
        <button
          type="button"
          aria-label={`Remove ${removes ?? ""}`}
          className="grid size-6 place-items-center rounded-full hover:bg-surface"
          onClick={onRemove}
        >
          <X aria-hidden size={14} />
        </button>
      ) : (
        <span className="pr-2" />
      )}
    </span>
  );
}
