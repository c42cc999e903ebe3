/** What a batch does, and what became of each of its groups; those that were left alone say why. */
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";

import { useCan } from "@/api/session";
import { undo } from "@/api/undoables";
import { ErrorPanel } from "@/components/ErrorPanel";
import type { Batch, BatchItem } from "@/features/duplicates/model";
import { isAsWanted, reasonOf, settled, summaryOf } from "@/features/duplicates/outcomes";
import { isAtWork, useBatch } from "@/features/duplicates/useBatch";
import { useActions } from "@/lib/actions";
import { bytes, count, counted, dateTime } from "@/lib/format";
import { Button } from "@/ui/Button";
import { ProgressBar } from "@/ui/ProgressBar";
import { Skeleton } from "@/ui/Skeleton";

export function BatchPanel({ batchId, onClose }: { batchId: string; onClose: () => void }) {
  const { data: batch, error, refetch, done } = useBatch(batchId);
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!batch) return <Skeleton className="h-24" />;
  const left = batch.items.filter((item) => !isAsWanted(item.outcome));
  return (
    <section aria-label="Batch" className="flex flex-col gap-2 rounded-card border border-line bg-surface p-4">
      <div className="flex items-start justify-between gap-2">
        <h2 className="font-semibold">{titleOf(batch)}</h2>
        <Button look="quiet" size="icon" aria-label="Close the report" onClick={onClose}>
          <X aria-hidden size={18} />
        </Button>
      </div>
      {isAtWork(batch) ? (
        <ProgressBar
          label={`${count(Math.max(done, settled(batch)))} of ${counted(batch.groups, "group")}`}
          share={batch.groups === 0 ? null : Math.max(done, settled(batch)) / batch.groups}
        />
      ) : (
        <p role="status" className="text-sm">
          {summaryOf(batch)}. {batch.state === "applied" && trashWords(batch)}
        </p>
      )}
      {left.length > 0 && <LeftAlone items={left} dataset={batch.dataset_id} />}
      {batch.state === "applied" && <TakeBack batchId={batchId} />}
    </section>
  );
}

function trashWords({ trashed, trashed_bytes, expires_at }: Batch): string {
  const until = expires_at ? `, to come back until ${dateTime(expires_at)}` : "";
  return `${counted(trashed, "image")} (${bytes(trashed_bytes)}) went to the trash${until}.`;
}

function titleOf({ state, groups }: Batch): string {
  const words: Record<Batch["state"], string> = {
    applying: "Applying the rule",
    applied: `The rule was applied to ${counted(groups, "group")}`,
    undoing: "Taking the batch back",
    undone: "The batch was taken back",
  };
  return words[state];
}

function LeftAlone({ items, dataset }: { items: readonly BatchItem[]; dataset: string | null }) {
  return (
    <details className="text-sm" open={items.length <= 10}>
      <summary>{counted(items.length, "group")} not done, and why</summary>
      <ul className="mt-1 flex max-h-48 flex-col gap-1 overflow-y-auto">
        {items.map((item) => (
          <li key={item.group_id} className="flex flex-wrap gap-x-2">
            <Link
              to="/dedupe/$group"
              params={{ group: item.group_id }}
              search={dataset === null ? {} : { dataset }}
              className="font-mono text-accent underline"
            >
              {item.group_id.slice(0, 8)}
            </Link>
            <span>{reasonOf(item)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function TakeBack({ batchId }: { batchId: string }) {
  const cache = useQueryClient();
  const canEdit = useCan("editor");
  const action = useActions(({ actions }) => actions.find(({ params }) => params["batchId"] === batchId));
  if (!canEdit || action?.state !== "done") return null;
  return (
    <Button className="self-start" size="small" onClick={() => void undo(action, cache)}>
      Take it all back
    </Button>
  );
}
