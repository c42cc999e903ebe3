/** The queue as a CSV file, with the filters that are set. */
import { Download } from "lucide-react";
import { useState } from "react";

import { wordsOf } from "@/api/problems";
import { exportQueue } from "@/features/anomalies/exportQueue";
import type { Question } from "@/features/anomalies/question";
import { notify } from "@/lib/actions";
import { Button } from "@/ui/Button";

export function ExportButton({ question }: { question: Question }) {
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await exportQueue(question);
    } catch (error) {
      const { title, detail } = wordsOf(error);
      notify({ title: `Not exported: ${title}`, detail, tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button disabled={isBusy} onClick={() => void save()}>
      <Download aria-hidden size={16} /> {isBusy ? "Exporting …" : "Export CSV"}
    </Button>
  );
}
