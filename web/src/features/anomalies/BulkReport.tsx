/** A verdict for many while it is being sent, and afterwards those that were not taken, each with its reason. */
import { RotateCcw } from "lucide-react";

import type { Bulk } from "@/features/anomalies/useBulkVerdict";
import { nameOf, VERDICT_NAMES } from "@/features/anomalies/words";
import { count, counted } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { ProgressBar } from "@/ui/ProgressBar";

interface Props {
  bulk: Bulk;
  onClose: () => void;
  onRetry: () => void;
}

export function BulkReport({ bulk, onClose, onRetry }: Props) {
  const { verdict, done, total, failures, isOver } = bulk;
  const again = (
    <Button look="primary" onClick={onRetry}>
      <RotateCcw aria-hidden size={16} /> Try these again
    </Button>
  );
  return (
    <Dialog
      title={`${VERDICT_NAMES[verdict]}: ${counted(total, "image")}`}
      onClose={isOver ? onClose : undefined}
      actions={isOver && again}
    >
      {!isOver && <ProgressBar label={`${count(done)} of ${count(total)} sent`} share={done / total} />}
      {isOver && (
        <>
          <p className="mb-3">
            {counted(total - failures.length, "image")} reviewed; {counted(failures.length, "image")} not:
          </p>
          <ul className="flex flex-col divide-y divide-line text-sm">
            {failures.map(({ anomaly, why }) => (
              <li key={anomaly.image.image_id} className="py-2">
                <span className="block font-medium break-all">{nameOf(anomaly)}</span>
                <span className="text-quiet">
                  {why.title} {why.detail}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
