/** Ids that the browser did not let copy, to be copied by hand. */
import { Dialog } from "@/ui/Dialog";

export default function IdsDialog({ ids, onClose }: { ids: string; onClose: () => void }) {
  return (
    <Dialog title="Copy the ids" onClose={onClose}>
      <textarea
        className="h-60 w-full rounded-control border border-edge bg-surface p-2 font-mono text-sm"
        aria-label="Ids"
        readOnly
        value={ids}
        onFocus={(event) => event.target.select()}
      />
    </Dialog>
  );
}
