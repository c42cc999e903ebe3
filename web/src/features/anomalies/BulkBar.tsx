/** What is chosen in the list, and one verdict for all of it. */
import { useState } from "react";

import { BulkReport } from "@/features/anomalies/BulkReport";
import type { Question, Verdict } from "@/features/anomalies/question";
import { useBulkVerdict } from "@/features/anomalies/useBulkVerdict";
import type { Queue } from "@/features/anomalies/useQueue";
import { VERDICT_NAMES } from "@/features/anomalies/words";
import { count } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Switch } from "@/ui/Switch";

interface Props {
  question: Question;
  queue: Queue;
  chosen: ReadonlySet<string>;
  setChosen: (chosen: ReadonlySet<string>) => void;
}

const VERDICTS = [
  { verdict: "defect", look: "danger" },
  { verdict: "normal", look: "good" },
  { verdict: "unsure", look: "plain" },
] as const satisfies readonly { verdict: Verdict; look: string }[];

export function BulkBar({ question, queue, chosen, setChosen }: Props) {
  const { items, hasMore, loadMore } = queue;
  const [note, setNote] = useState("");
  const { bulk, begin, close } = useBulkVerdict(question.dataset);
  const wanted = items.filter(({ image }) => chosen.has(image.image_id));
  const isAll = items.length > 0 && wanted.length === items.length;
  const judge = async (verdict: Verdict) => {
    await begin(wanted, verdict, note.trim());
    setChosen(new Set());
    setNote("");
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line bg-surface p-3">
      <Switch
        label={wanted.length === 0 ? "Select all that are loaded" : `${count(wanted.length)} selected`}
        checked={isAll}
        onSwitch={(isOn) => setChosen(new Set(isOn ? items.map(({ image }) => image.image_id) : []))}
      />
      {hasMore && isAll && (
        <Button look="quiet" size="small" onClick={() => void loadMore()}>
          Load more, to select them too
        </Button>
      )}
      <Field
        label="Note for all of them, optional"
        isLabelHidden
        className="min-w-48 flex-1"
        placeholder="A note for all of them"
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div role="group" aria-label="One verdict for all that are selected" className="flex flex-wrap gap-2">
        {VERDICTS.map(({ verdict, look }) => (
          <Button key={verdict} look={look} disabled={wanted.length === 0} onClick={() => void judge(verdict)}>
            {VERDICT_NAMES[verdict]}
          </Button>
        ))}
      </div>
      {bulk && (!bulk.isOver || bulk.failures.length > 0) && (
        <BulkReport
          bulk={bulk}
          onClose={close}
          onRetry={() =>
            void begin(
              bulk.failures.map(({ anomaly }) => anomaly),
              bulk.verdict,
              bulk.note,
            )
          }
        />
      )}
    </div>
  );
}
