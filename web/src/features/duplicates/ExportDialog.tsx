/** Pairs and groups as files. They are fetched with the token, so a plain link cannot do it. */
import { Download } from "lucide-react";
import { useState } from "react";

import { download } from "@/api/download";
import { wordsOf } from "@/api/problems";
import type { Scope } from "@/features/duplicates/model";
import { notify } from "@/lib/actions";
import { threshold } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

const FILES = [
  { name: "groups.csv", does: "A line for each image of each group" },
  { name: "groups.json", does: "The same as objects" },
  { name: "pairs.csv", does: "Pairs that are at least as alike as the threshold, with their evidence" },
] as const;

interface Props {
  dataset: Scope;
  perMille: number;
  onClose: () => void;
}

export function ExportDialog({ dataset, perMille, onClose }: Props) {
  const [busy, setBusy] = useState<string>();
  const save = async (name: string) => {
    setBusy(name);
    try {
      await download(addressOf(name, dataset, perMille), name);
    } catch (error) {
      notify({ ...wordsOf(error), tone: "bad" });
    }
    setBusy(undefined);
  };
  return (
    <Dialog title="Export" onClose={onClose}>
      <ul className="flex flex-col gap-3">
        {FILES.map(({ name, does }) => (
          <li key={name} className="flex items-center justify-between gap-4">
            <div className="min-w-0">
              <p className="font-mono text-sm font-medium">{name}</p>
              <p className="text-sm text-quiet">
                {does}
                {name === "pairs.csv" && ` (${threshold(perMille)})`}
              </p>
            </div>
            <Button disabled={busy !== undefined} onClick={() => void save(name)}>
              <Download aria-hidden size={16} /> {busy === name ? "Fetching …" : "Save"}
              <span className="sr-only"> {name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

export function addressOf(name: string, dataset: Scope, perMille: number): string {
  const query = new URLSearchParams(dataset === undefined ? {} : { dataset_id: dataset });
  if (name === "pairs.csv") {
    query.set("threshold", String(perMille / 1000));
    query.set("evidence", "true");
  }
  const asked = query.toString();
  return `/api/duplicates/${name}${asked && `?${asked}`}`;
}
