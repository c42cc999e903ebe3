/** By which method the queue is ordered, and which part of it is shown. */
import { type FormEvent, useState } from "react";

import { CHECK_NAMES, CHECKS } from "@/api/qualityChecks";
import { type Change, METHODS, methodOf, type Question, reviewedOf, wantsFlagged } from "@/features/anomalies/question";
import { METHOD_HINTS, METHOD_NAMES } from "@/features/anomalies/words";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";

interface Props {
  question: Question;
  change: Change;
}

const METHOD_CHOICES = METHODS.map((value) => ({ value, label: METHOD_NAMES[value] }));
const CHECK_CHOICES = [
  { value: "any", label: "All images" } as const,
  ...CHECKS.map((value) => ({ value, label: `Fails: ${CHECK_NAMES[value]}` })),
];
const REVIEWED_CHOICES = [
  { value: "no", label: "Not reviewed" },
  { value: "yes", label: "Reviewed" },
  { value: "all", label: "Both" },
] as const;
const FLAGGED_CHOICES = [
  { value: "yes", label: "Flagged only" },
  { value: "no", label: "All, the oddest first" },
] as const;

/** A choice of another queue begins at its head. */
export function Toolbar({ question, change }: Props) {
  const method = methodOf(question);
  const alter: Change = (patch) => change({ ...patch, i: undefined });
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        <Select
          label="Method"
          value={method}
          choices={METHOD_CHOICES}
          onChoose={(value) => alter({ method: value === "knn" ? undefined : value })}
        />
        <Select
          label="Which"
          value={wantsFlagged(question) ? "yes" : "no"}
          choices={FLAGGED_CHOICES}
          onChoose={(value) => alter({ flagged: value === "no" ? false : undefined })}
        />
        <Select
          label="Review"
          value={reviewedOf(question)}
          choices={REVIEWED_CHOICES}
          onChoose={(value) => alter({ reviewed: value === "no" ? undefined : value })}
        />
        <Select
          label="Quality"
          value={question.check ?? "any"}
          choices={CHECK_CHOICES}
          onChoose={(value) => alter({ check: value === "any" ? undefined : value })}
        />
        <DatasetField key={question.dataset} dataset={question.dataset} onChoose={(dataset) => alter({ dataset })} />
      </div>
      <p className="text-sm text-quiet">{METHOD_HINTS[method]}</p>
    </div>
  );
}

/** A dataset is typed; Enter, or leaving the field, goes there. */
function DatasetField({
  dataset,
  onChoose,
}: {
  dataset: string | undefined;
  onChoose: (id: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(dataset ?? "");
  const settle = () => {
    const wanted = typed.trim() || undefined;
    if (wanted !== dataset) onChoose(wanted);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    settle();
  };
  return (
    <form onSubmit={submit} className="col-span-2 sm:col-span-1">
      <Field
        label="Dataset"
        placeholder="All of the tenant"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={128}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
      />
    </form>
  );
}
