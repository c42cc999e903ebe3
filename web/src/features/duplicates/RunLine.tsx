/** What the newest detection found, and another one. */
import { useQuery } from "@tanstack/react-query";
import { Download, ScanSearch } from "lucide-react";
import { useState } from "react";

import { useConnection } from "@/api/connection";
import { useCan } from "@/api/session";
import { isUnfinished } from "@/features/duplicates/detection";
import { ExportDialog } from "@/features/duplicates/ExportDialog";
import type { Job, Scope } from "@/features/duplicates/model";
import { sweepsQuery } from "@/features/duplicates/queries";
import type { DedupeSearch } from "@/features/duplicates/search";
import type { Detection } from "@/features/duplicates/useDetection";
import { counted, dateTime, duration, threshold } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";

interface Props {
  dataset: Scope;
  run: { groups: number; duplicates: number; perMille: number } | undefined;
  /** Nobody has detected here yet. */
  isNew: boolean;
  detection: Detection;
  onSearch: (change: Partial<DedupeSearch>) => void;
}

export function RunLine({ dataset, run, isNew, detection, onSearch }: Props) {
  const [isExporting, setExporting] = useState(false);
  return (
    <header className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h1 className="text-xl font-semibold">Duplicates</h1>
        {run && (
          <Button look="quiet" size="small" onClick={() => setExporting(true)}>
            <Download aria-hidden size={16} /> Export
          </Button>
        )}
      </div>
      {dataset !== undefined && (
        <Chip removes={`dataset ${dataset}`} onRemove={() => onSearch({ dataset: undefined, group: undefined })}>
          dataset: {dataset}
        </Chip>
      )}
      {run && (
        <p role="status">
          <strong>{counted(run.groups, "group")}</strong> undecided, {counted(run.duplicates, "image")} could go, at{" "}
          {threshold(run.perMille)}.
        </p>
      )}
      {dataset === undefined && <Newest />}
      {!isNew && <Again detection={detection} />}
      {isExporting && run && (
        <ExportDialog dataset={dataset} perMille={run.perMille} onClose={() => setExporting(false)} />
      )}
    </header>
  );
}

function Again({ detection }: { detection: Detection }) {
  const canEdit = useCan("editor");
  const isAway = useConnection((connection) => connection.isAway);
  const isRunning = detection.isAsked || (detection.job !== undefined && isUnfinished(detection.job));
  if (!canEdit) return null;
  return (
    <Button
      className="self-start"
      disabled={isRunning || isAway}
      title={isAway ? "Semblance does not answer" : undefined}
      onClick={() => detection.begin(undefined)}
    >
      <ScanSearch aria-hidden size={16} /> {isRunning ? "Detecting …" : "Detect again"}
    </Button>
  );
}

/** When the tenant's images were last looked through. */
function Newest() {
  const { data } = useQuery(sweepsQuery());
  const job = data?.jobs.find((one) => one.state === "succeeded" && one.progress !== null);
  return job ? <p className="text-sm text-quiet">{newestWords(job)}</p> : null;
}

function newestWords({ finished_at, started_at, progress }: Job): string {
  const parts = [
    finished_at && `Newest detection ${dateTime(finished_at)}`,
    progress && progress.total > 0 && counted(progress.total, "image"),
    finished_at && started_at && duration((Date.parse(finished_at) - Date.parse(started_at)) / 1000),
  ];
  return parts.filter(Boolean).join(" · ");
}
