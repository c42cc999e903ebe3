/** Asked before the rest is cancelled: what stays, and what is not sent. */
import type { Snapshot } from "@/features/upload/snapshot";
import { counted } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

interface Props {
  snapshot: Snapshot;
  onCancel: () => void;
  onClose: () => void;
}

export function CancelDialog({ snapshot: { counts }, onCancel, onClose }: Props) {
  const left = counts.waiting + counts.sending;
  const kept = counts.done + counts.duplicate + counts.indexing;
  return (
    <Dialog
      title="Cancel the rest?"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Go on uploading</Button>
          <Button look="danger" onClick={onCancel}>
            Cancel {counted(left, "file")}
          </Button>
        </>
      }
    >
      <p>
        {counted(left, "file")} will not be sent.
        {kept > 0 && ` ${counted(kept, "file")} that arrived stay.`} Drop the same files again to go on later.
      </p>
    </Dialog>
  );
}
