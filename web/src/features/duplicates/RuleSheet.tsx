/** Many groups resolved at once by a rule: chosen, looked at in exact numbers, then applied. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useConnection } from "@/api/connection";
import { ErrorPanel } from "@/components/ErrorPanel";
import type { Batch, Plan, Scope } from "@/features/duplicates/model";
import { planQuery } from "@/features/duplicates/queries";
import { RuleFields } from "@/features/duplicates/RuleFields";
import { RulePlan } from "@/features/duplicates/RulePlan";
import { faultOf, NEW_FORM, requestOf } from "@/features/duplicates/rules";
import type { Choice } from "@/features/duplicates/targets";
import { useDebounced } from "@/features/duplicates/useDebounced";
import { useResolve } from "@/features/duplicates/useGroupActions";
import { counted } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Select } from "@/ui/Select";
import { Skeleton } from "@/ui/Skeleton";

const QUIET_MS = 300;

interface Props {
  dataset: Scope;
  choices: readonly [Choice, ...Choice[]];
  onApplied: (batch: Batch) => void;
  onClose: () => void;
}

export function RuleSheet({ dataset, choices, onApplied, onClose }: Props) {
  const [form, setForm] = useState(NEW_FORM);
  const [key, setKey] = useState<Choice["key"]>(choices[0].key);
  const isAway = useConnection((connection) => connection.isAway);
  const chosen = choices.find((choice) => choice.key === key) ?? choices[0];
  const request = requestOf(form, chosen.target, dataset);
  const asked = useDebounced(JSON.stringify(request), QUIET_MS);
  const isStill = asked === JSON.stringify(request);
  const isSound = faultOf(form) === undefined;
  const { data: plan, error, refetch } = useQuery({ ...planQuery(request), enabled: isStill && isSound });
  const resolving = useResolve();
  const apply = () => resolving.mutate(request, { onSuccess: onApplied });
  return (
    <Dialog
      title="Resolve groups by a rule"
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="danger"
            disabled={!plan || plan.resolved === 0 || isAway || resolving.isPending}
            onClick={apply}
          >
            {applyWords(plan, resolving.isPending)}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 md:grid-cols-[16rem_minmax(0,1fr)]">
        <div className="flex flex-col gap-3">
          <Select
            label="Apply to"
            value={chosen.key}
            choices={choices.map((choice) => ({ value: choice.key, label: choice.label }))}
            onChoose={setKey}
          />
          <RuleFields form={form} onForm={setForm} />
          {isAway && (
            <p className="text-sm text-warn">Semblance does not answer: nothing can be applied until it does.</p>
          )}
        </div>
        {plan ? (
          <RulePlan plan={plan} />
        ) : error ? (
          <ErrorPanel error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-64" />
        )}
      </div>
    </Dialog>
  );
}

function applyWords(plan: Plan | undefined, isBusy: boolean): string {
  if (isBusy) return "Applying …";
  return plan ? `Discard ${counted(plan.trashed, "image")}` : "Discard";
}
