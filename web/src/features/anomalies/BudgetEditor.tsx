/** How many images people mean to look at a night. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";
import { inDataset } from "@/features/anomalies/question";
import { announce } from "@/lib/announce";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";

interface Props {
  budget: number;
  dataset: string | undefined;
}

const MOST = 1000;

export function BudgetEditor(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" size="small" aria-label="Change the budget" onClick={() => setOpen(true)}>
        <Pencil aria-hidden size={14} />
      </Button>
      {isOpen && <BudgetDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function BudgetDialog({ budget, dataset, onClose }: Props & { onClose: () => void }) {
  const [typed, setTyped] = useState(String(budget));
  const cache = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (wanted: number) =>
      answerOf(
        api.PUT("/api/qa/anomalies/budget", { params: { query: inDataset(dataset) }, body: { budget: wanted } }),
      ),
    onSuccess: (_answer, wanted) => {
      announce(`The budget is ${wanted} images a night`);
      void cache.invalidateQueries({ queryKey: keys.anomalies.all });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate(Math.min(MOST, Math.max(1, Math.round(Number(typed) || budget))));
  };
  return (
    <Dialog title="Budget for a night" onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Field
          label="Images a night"
          type="number"
          min={1}
          max={MOST}
          required
          hint={`From 1 to ${MOST}. "Tonight" is as many of those left as it allows.`}
          error={error ? wordsOf(error).title : undefined}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button look="primary" type="submit" disabled={isPending}>
          Keep this budget
        </Button>
      </form>
    </Dialog>
  );
}
