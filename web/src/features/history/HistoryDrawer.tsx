/** What this person did, the newest first, each with its Undo: in this browser, and as the server remembers it. */
import { useState } from "react";

import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import { HistoryEntry } from "@/features/history/HistoryEntry";
import { useEntries } from "@/features/history/useEntries";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Kbd } from "@/ui/Kbd";
import { Skeleton } from "@/ui/Skeleton";

const READ_CLOCK = () => Date.now();

export default function HistoryDrawer({ onClose }: { onClose: () => void }) {
  const { entries, asked, isAsking } = useEntries();
  const [now] = useState(READ_CLOCK);
  return (
    <Dialog title="What you did" size="sheet" onClose={onClose}>
      {asked.error && (
        <div className="mb-3">
          <p className="mb-2 text-sm">Reviews of duplicates done in other browsers are not listed now.</p>
          <ErrorPanel error={asked.error} onRetry={() => void asked.refetch()} />
        </div>
      )}
      {isAsking && entries.length === 0 ? <Waiting /> : null}
      {!isAsking && entries.length === 0 ? <Nothing /> : null}
      {entries.length > 0 && (
        <ol className="flex flex-col divide-y divide-line">
          {entries.map((entry) => (
            <HistoryEntry key={entry.id} entry={entry} now={now} />
          ))}
        </ol>
      )}
      {asked.hasNextPage && (
        <Button className="mt-3" disabled={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          Show older reviews
        </Button>
      )}
    </Dialog>
  );
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading what you did" className="flex flex-col gap-4 py-3">
      <Skeleton className="h-12" />
      <Skeleton className="h-12" />
      <Skeleton className="h-12" />
    </div>
  );
}

function Nothing() {
  return (
    <EmptyState title="Nothing yet">
      <p>Feedback, reviews of anomalies and decisions about duplicates are listed here, and can be taken back.</p>
      <p className="mt-3">
        <Kbd keys="u" /> takes the last one back from anywhere, <Kbd keys="h" /> opens this list.
      </p>
    </EmptyState>
  );
}
