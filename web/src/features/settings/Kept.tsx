/** What this browser remembers, each with a button that makes it forget. */
import { useState } from "react";

import { forget, type Keeping, KEEPINGS } from "@/features/settings/keepings";
import { notify } from "@/lib/actions";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

const RELOAD = () => location.reload();

export function Kept({ reload = RELOAD }: { reload?: () => void }) {
  const [asked, setAsked] = useState<Keeping | null>(null);
  const confirm = async (keeping: Keeping) => {
    setAsked(null);
    if (await forget(keeping)) reload();
    else notify({ title: `Forgotten: ${keeping.name.toLowerCase()}`, tone: "info" });
  };
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {KEEPINGS.map((keeping) => (
          <li key={keeping.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3 first:pt-0">
            <div className="min-w-0 flex-1 basis-60 text-sm">
              <h3 className="font-medium">{keeping.name}</h3>
              <p className="text-quiet">{keeping.what}</p>
            </div>
            <Button size="small" aria-label={`Forget: ${keeping.name}`} onClick={() => setAsked(keeping)}>
              Forget
            </Button>
          </li>
        ))}
      </ul>
      {asked && <Confirmation keeping={asked} onConfirm={() => void confirm(asked)} onClose={() => setAsked(null)} />}
    </>
  );
}

interface ConfirmationProps {
  keeping: Keeping;
  onConfirm: () => void;
  onClose: () => void;
}

function Confirmation({ keeping, onConfirm, onClose }: ConfirmationProps) {
  return (
    <Dialog
      title={`Forget: ${keeping.name.toLowerCase()}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" onClick={onConfirm}>
            Forget it
          </Button>
        </>
      }
    >
      <p>{keeping.what}</p>
      <p className="mt-2 text-quiet">This cannot be taken back.</p>
    </Dialog>
  );
}
