/** How an image in the trash comes back: by taking back the review that put it there. */
import { useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useState } from "react";

import { takeBackBatch } from "@/api/batches";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";
import { useCan } from "@/api/session";
import { useGroups } from "@/features/images/useGroups";
import { notify } from "@/lib/actions";
import { count } from "@/lib/format";
import { Button } from "@/ui/Button";

interface Props {
  imageId: string;
  datasetId: string | null;
}

export default function BringBack({ imageId, datasetId }: Props) {
  const { data: groups } = useGroups(imageId, datasetId);
  const { takeBack, progress } = useTakeBack();
  const canChange = useCan("editor");
  const batchId = groups?.find((group) => group.status === "resolved")?.batch_id;
  if (!batchId) return null;
  if (!canChange) return <p className="mt-1">An editor can do that.</p>;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <Button size="small" disabled={progress !== null} onClick={() => void takeBack(batchId)}>
        <Undo2 aria-hidden size={14} /> Take the review back
      </Button>
      <span role="status">{progress}</span>
    </div>
  );
}

function useTakeBack() {
  const cache = useQueryClient();
  const [progress, setProgress] = useState<string | null>(null);
  const takeBack = async (batchId: string) => {
    setProgress("Taking it back …");
    try {
      await takeBackBatch(batchId, {
        onProgress: (processed, total) => setProgress(`${count(processed)} of ${count(total)} …`),
      });
      notify({ title: "The review was taken back", tone: "good" });
    } catch (error) {
      const { title, detail } = wordsOf(error);
      notify({ title: `Not taken back: ${title}`, detail, tone: "bad" });
    }
    setProgress(null);
    const alters = [keys.images.all, keys.duplicates.all, keys.search.all, keys.anomalies.all];
    await Promise.all(alters.map((queryKey) => cache.invalidateQueries({ queryKey })));
  };
  return { takeBack, progress };
}
