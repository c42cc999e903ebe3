/** Nobody has looked for duplicates yet: what that would do. */
import { ScanSearch } from "lucide-react";

import { useCan } from "@/api/session";
import { EmptyState } from "@/components/EmptyState";
import { Button } from "@/ui/Button";

export function NotDetected({ isBusy, onDetect }: { isBusy: boolean; onDetect: () => void }) {
  const canEdit = useCan("editor");
  return (
    <div className="flex-1">
      <EmptyState
        title="Nobody has looked for duplicates yet"
        actions={
          canEdit && (
            <Button look="primary" size="large" disabled={isBusy} onClick={onDetect}>
              <ScanSearch aria-hidden size={20} /> {isBusy ? "Detecting …" : "Detect duplicates"}
            </Button>
          )
        }
      >
        <p>
          Every image is compared with every other: the same picture in other bytes, edited, turned or mirrored. Nothing
          is changed by that; you decide group by group, or by a rule, and everything can be taken back.
        </p>
        {!canEdit && <p className="mt-2">Ask somebody with the role editor to begin.</p>}
      </EmptyState>
    </div>
  );
}
