/** All files together: how many, how fast, how long yet, and what a person can do about it. */
import { Pause, Play, RotateCcw, X } from "lucide-react";

import { useConnection } from "@/api/connection";
import type { UploadQueue } from "@/features/upload/queue";
import { type Counts, hasBegun, type Snapshot } from "@/features/upload/snapshot";
import { shareOf, summary } from "@/features/upload/telling";
import { timeLeft } from "@/features/upload/words";
import { bytes, count, counted } from "@/lib/format";
import { Button } from "@/ui/Button";
import { ProgressBar } from "@/ui/ProgressBar";

interface Props {
  queue: UploadQueue;
  snapshot: Snapshot;
  onCancel: () => void;
}

export function TotalBar({ queue, snapshot, onCancel }: Props) {
  const { counts, ended, run } = snapshot;
  const isAway = useConnection((connection) => connection.isAway);
  return (
    <section aria-label="Progress" className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="mr-auto">
          <p className="font-semibold tabular-nums">
            {count(ended)} of {counted(counts.all, "file")}
          </p>
          <p className="text-sm text-quiet tabular-nums">{standing(snapshot, isAway)}</p>
        </div>
        <PauseButton queue={queue} snapshot={snapshot} />
        {run !== "idle" && (
          <Button onClick={onCancel}>
            <X aria-hidden size={16} /> Cancel the rest
          </Button>
        )}
        {counts.failed > 0 && (
          <Button onClick={() => queue.retryFailed()}>
            <RotateCcw aria-hidden size={16} /> Retry {count(counts.failed)} failed
          </Button>
        )}
        {run === "idle" && counts.indexing === 0 && <Button onClick={() => queue.clear()}>Clear the list</Button>}
      </div>
      <ProgressBar label="All files" isLabelHidden share={shareOf(snapshot)} />
      <Trouble snapshot={snapshot} isAway={isAway} />
    </section>
  );
}

function PauseButton({ queue, snapshot: { run, counts } }: Pick<Props, "queue" | "snapshot">) {
  if (run === "idle") return null;
  if (run === "running")
    return (
      <Button onClick={() => queue.pause()}>
        <Pause aria-hidden size={16} /> Pause
      </Button>
    );
  return (
    <Button look="primary" onClick={() => queue.resume()}>
      <Play aria-hidden size={16} /> {hasBegun(counts) ? "Resume" : "Start"}
    </Button>
  );
}

/** What is in the way: it stopped by itself, or waits and tries again. The shell's live region has said it. */
function Trouble({ snapshot: { run, halt, trouble }, isAway }: { snapshot: Snapshot; isAway: boolean }) {
  if (halt?.kind === "problem")
    return (
      <p className="rounded-control border border-bad bg-bad-soft px-3 py-2 text-sm">
        <strong className="text-bad">The upload stopped: {halt.title}.</strong> {halt.detail} Nothing is lost. Resume
        when it is well again, and retry what failed.
      </p>
    );
  if (isAway || run !== "running" || trouble?.kind !== "problem") return null;
  return (
    <p className="rounded-control border border-warn bg-warn-soft px-3 py-2 text-sm">
      <strong className="text-warn">{trouble.title}.</strong> {trouble.detail} It is tried again by itself.
    </p>
  );
}

function standing(snapshot: Snapshot, isAway: boolean): string {
  const { run, counts, bytesMoved, bytesTotal, pace, left } = snapshot;
  if (run === "idle") return counts.indexing > 0 ? "All sent; the last are being taken in" : summary(snapshot);
  const parts = [`${bytes(bytesMoved)} of ${bytes(bytesTotal)}`];
  if (run === "running" && isAway) return [...parts, "waiting for Semblance to answer"].join(" · ");
  if (run !== "running") return [...parts, pauseWords(counts)].join(" · ");
  if (pace > 0) parts.push(`${bytes(pace)}/s`);
  if (left) parts.push(`${timeLeft(left)} left`);
  return parts.join(" · ");
}

function pauseWords(counts: Counts): string {
  if (!hasBegun(counts)) return "not started";
  return counts.sending > 0 ? "paused; what is under way ends" : "paused";
}
