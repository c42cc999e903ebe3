/** Toasts: what just happened, with its Undo. They stay 20 s, wait while looked at, and F6 reaches them. */
import { Toast } from "@base-ui/react/toast";
import { useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect } from "react";

import { undo } from "@/api/undoables";
import { useActions, useNotices } from "@/lib/actions";
import { cx } from "@/lib/cx";
import { buttonLooks } from "@/ui/Button";

const LIFE_MS = 20_000;
const MOST_SHOWN = 3;
const TONES = { info: "border-line", good: "border-good", bad: "border-bad" } as const;

export default function Toaster() {
  return (
    <Toast.Provider timeout={LIFE_MS} limit={MOST_SHOWN}>
      <Feed />
      <Toast.Portal>
        <Toast.Viewport
          data-region
          className="fixed right-3 bottom-18 z-50 flex w-[min(24rem,calc(100vw-1.5rem))] flex-col gap-2 md:bottom-4"
        >
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

/** Hands what was asked for to the toaster. */
function Feed() {
  const notices = useNotices((state) => state.notices);
  const { add, close } = Toast.useToastManager();
  const cache = useQueryClient();
  useEffect(() => {
    if (notices.length === 0) return;
    useNotices.setState({ notices: [] });
    for (const { id, title, detail, tone, actionId } of notices) {
      const takeBack = () => {
        close(id);
        const action = useActions.getState().actions.find((one) => one.id === actionId);
        if (action?.state === "done") void undo(action, cache);
      };
      add({
        id,
        title,
        description: detail,
        type: tone,
        priority: tone === "bad" ? "high" : "low",
        ...(actionId ? { actionProps: { children: "Undo", onClick: takeBack } } : {}),
      });
    }
  }, [add, cache, close, notices]);
  return null;
}

function Toasts() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={cx(
        "flex items-start gap-3 rounded-card border-l-4 bg-surface p-3 text-ink shadow-xl ring-1 ring-line",
        TONES[(toast.type as keyof typeof TONES | undefined) ?? "info"],
        toast.limited && "hidden",
      )}
    >
      <div className="min-w-0 flex-1 text-sm">
        <Toast.Title className="font-medium break-words" />
        <Toast.Description className="break-words text-quiet" />
      </div>
      {toast.actionProps && <Toast.Action className={buttonLooks({ size: "small" })} />}
      <Toast.Close className={buttonLooks({ look: "quiet", size: "small" })} aria-label="Close">
        <X aria-hidden size={16} />
      </Toast.Close>
    </Toast.Root>
  ));
}
