/** The history button of the header, and the shortcuts that take actions back. */
import { useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";

import { useUndoNewest } from "@/features/history/useUndoNewest";
import { followActionsOfOtherTabs } from "@/lib/actions";
import { useHotkeys } from "@/lib/hotkeys";
import { Button } from "@/ui/Button";

const HistoryDrawer = lazy(() => import("@/features/history/HistoryDrawer"));

export default function HistoryControl() {
  const [isOpen, setOpen] = useState(false);
  const undoNewest = useUndoNewest(useQueryClient());
  useEffect(followActionsOfOtherTabs, []);
  useHotkeys("history", [
    { keys: "u", does: "Take the last action back", run: () => void undoNewest() },
    { keys: "h", does: "Show what you did", run: () => setOpen(true) },
  ]);
  return (
    <>
      <Button look="quiet" size="icon" aria-label="What you did" title="What you did" onClick={() => setOpen(true)}>
        <History aria-hidden size={20} />
      </Button>
      {isOpen && (
        <Suspense>
          <HistoryDrawer onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
