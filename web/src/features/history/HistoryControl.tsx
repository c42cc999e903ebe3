/** The history button of the header, and the shortcuts that take actions back. */
import { useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";

import { useSession } from "@/api/session";
import { undo } from "@/api/undoables";
import { HistoryDrawer } from "@/features/history/HistoryDrawer";
import { newestOf, notify } from "@/lib/actions";
import { useHotkeys } from "@/lib/hotkeys";
import { Button } from "@/ui/Button";

export default function HistoryControl() {
  const [isOpen, setOpen] = useState(false);
  const cache = useQueryClient();
  const userId = useSession((session) => session.user?.userId ?? "");
  const undoNewest = () => {
    const action = newestOf(userId);
    if (action) void undo(action, cache);
    else notify({ title: "There is nothing to take back", tone: "info" });
  };
  useHotkeys("history", [
    { keys: "u", does: "Take the last action back", run: undoNewest },
    { keys: "h", does: "Show what you did", run: () => setOpen(true) },
  ]);
  return (
    <>
      <Button look="quiet" size="icon" aria-label="What you did" onClick={() => setOpen(true)}>
        <History aria-hidden size={20} />
      </Button>
      {isOpen && <HistoryDrawer onClose={() => setOpen(false)} />}
    </>
  );
}
