/** What this person did in this browser, the newest first, each with its Undo. */
import { useQueryClient } from "@tanstack/react-query";

import { useSession } from "@/api/session";
import { undo } from "@/api/undoables";
import { EmptyState } from "@/components/EmptyState";
import { type Action, useActions } from "@/lib/actions";
import { dateTime } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

const STATES = {
  done: "",
  undoing: "being taken back …",
  undone: "taken back",
  failed: "could not be taken back",
} as const;

export function HistoryDrawer({ onClose }: { onClose: () => void }) {
  const userId = useSession((session) => session.user?.userId);
  const actions = useActions((state) => state.actions).filter((one) => one.userId === userId);
  return (
    <Dialog title="What you did" size="sheet" onClose={onClose}>
      {actions.length === 0 ? (
        <EmptyState title="Nothing yet">Verdicts, reviews and feedback appear here, and can be taken back.</EmptyState>
      ) : (
        <ol className="flex flex-col divide-y divide-line">
          {actions.map((action) => (
            <Entry key={action.id} action={action} />
          ))}
        </ol>
      )}
    </Dialog>
  );
}

function Entry({ action }: { action: Action }) {
  const cache = useQueryClient();
  return (
    <li className="flex items-start justify-between gap-3 py-3">
      <div className="min-w-0 text-sm">
        <p className="break-words">{action.label}</p>
        <p className="text-quiet">
          <time dateTime={action.at}>{dateTime(action.at)}</time>
          {STATES[action.state] && ` · ${STATES[action.state]}`}
          {action.why && `: ${action.why}`}
        </p>
      </div>
      {(action.state === "done" || action.state === "failed") && (
        <Button size="small" aria-label={`Undo: ${action.label}`} onClick={() => void undo(action, cache)}>
          Undo
        </Button>
      )}
    </li>
  );
}
