/** A dialog: the browser's own, so that focus, Escape and the layer on top are its own too. */
import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

import { cx } from "@/lib/cx";
import { Button } from "@/ui/Button";

interface Props {
  title: string;
  /** Leave it out where the dialog has to be answered. */
  onClose?: (() => void) | undefined;
  children: ReactNode;
  /** Buttons at its foot. */
  actions?: ReactNode;
  size?: "small" | "large" | "sheet";
}

const SIZES = {
  small: "m-auto w-[min(28rem,calc(100vw-2rem))] rounded-card",
  large: "m-auto w-[min(60rem,calc(100vw-2rem))] rounded-card",
  sheet: "my-0 mr-0 ml-auto h-dvh max-h-dvh w-[min(26rem,100vw)] max-w-none",
} as const;

/** Open while it is rendered. */
export function Dialog({ title, onClose, children, actions, size = "small" }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before the element leaves the page: only then does closing give the focus back to where it was.
  useLayoutEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={box}
      aria-labelledby={titleId}
      className={cx("flex-col border border-line bg-surface p-0 text-ink shadow-2xl open:flex", SIZES[size])}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <div className="flex items-center justify-between gap-4 border-b border-line px-5 py-3">
        <h2 id={titleId} className="text-lg font-semibold">
          {title}
        </h2>
        {onClose && (
          <Button look="quiet" size="icon" aria-label="Close" onClick={onClose}>
            <X aria-hidden size={18} />
          </Button>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4" tabIndex={-1}>
        {children}
      </div>
      {actions && <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{actions}</div>}
    </dialog>
  );
}
