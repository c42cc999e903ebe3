/** One thing that somebody did, when, and its Undo. */
import { useQueryClient } from "@tanstack/react-query";
import { CircleX, Hourglass, Undo2 } from "lucide-react";
import { useRef } from "react";

import { undo } from "@/api/undoables";
import { canUndo, type Entry } from "@/features/history/entries";
import { useJobOf } from "@/features/history/useEntries";
import { adopt } from "@/lib/actions";
import { cx } from "@/lib/cx";
import { dateTime } from "@/lib/format";
import { Button } from "@/ui/Button";

interface Props {
  entry: Entry;
  /** Milliseconds since the epoch. */
  now: number;
}

export function HistoryEntry({ entry, now }: Props) {
  const cache = useQueryClient();
  const item = useRef<HTMLLIElement>(null);
  const progress = useJobOf(entry);
  const takeBack = () => {
    // The button goes away: the focus stays with what it was about.
    item.current?.focus();
    adopt(entry);
    void undo(entry, cache);
  };
  return (
    <li
      ref={item}
      tabIndex={-1}
      className="flex items-start justify-between gap-3 rounded-control py-3 outline-offset-4"
    >
      <div className="min-w-0 text-sm">
        <p className={cx("break-words", entry.state === "undone" && "text-quiet line-through")}>{entry.label}</p>
        <p className="text-quiet">
          <time dateTime={entry.at}>{dateTime(entry.at)}</time>
        </p>
        <Standing entry={entry} progress={progress} now={now} />
      </div>
      {canUndo(entry, now) && (
        <Button size="small" aria-label={`Undo: ${entry.label}`} onClick={takeBack}>
          Undo
        </Button>
      )}
    </li>
  );
}

const ICON = { "aria-hidden": true, size: 14, className: "mt-0.5 shrink-0" } as const;
const LINE = "flex items-start gap-1.5";

/** What became of it. */
function Standing({ entry: { state, why, until, jobId }, progress, now }: Props & { progress: string }) {
  if (state === "undone")
    return (
      <p className={LINE}>
        <Undo2 {...ICON} /> Taken back
      </p>
    );
  if (state === "undoing")
    return (
      <p role="status" className={LINE}>
        <Hourglass {...ICON} /> Being taken back … {why || progress}
      </p>
    );
  if (state === "failed")
    return (
      <p className={cx(LINE, "text-bad")}>
        <CircleX {...ICON} /> Could not be taken back{why && `: ${why}`}
      </p>
    );
  if (jobId)
    return (
      <p role="status" className={LINE}>
        <Hourglass {...ICON} /> Still at work … {progress}
      </p>
    );
  if (until === null) return null;
  return (
    <p className="text-quiet">
      {Date.parse(until) > now ? `Can be taken back until ${dateTime(until)}` : "Can no longer be taken back"}
    </p>
  );
}
