/** Which image a rule keeps, and what that goes by. */
import { ArrowDown, ArrowUp } from "lucide-react";
import { useId } from "react";

import { faultOf, movedFormat, RULE_WORDS, RULES, type RuleForm } from "@/features/duplicates/rules";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import { Switch } from "@/ui/Switch";

const CHOICES = RULES.map((value) => ({ value, label: RULE_WORDS[value] }));

interface Props {
  form: RuleForm;
  onForm: (form: RuleForm) => void;
}

export function RuleFields({ form, onForm }: Props) {
  const fault = faultOf(form);
  return (
    <div className="flex flex-col gap-3">
      <Select
        label="Keep of each group"
        value={form.rule}
        choices={CHOICES}
        onChoose={(rule) => onForm({ ...form, rule })}
      />
      {form.rule === "format_order" && (
        <Formats formats={form.formats} onFormats={(formats) => onForm({ ...form, formats })} />
      )}
      {form.rule === "path_first" && (
        <Lines
          label="Beginnings of names, the most wanted first"
          value={form.prefixes}
          onValue={(prefixes) => onForm({ ...form, prefixes })}
        />
      )}
      {form.rule === "owner_first" && (
        <Lines
          label="User ids, the most wanted first"
          value={form.owners}
          onValue={(owners) => onForm({ ...form, owners })}
        />
      )}
      {fault && <p className="text-sm text-warn">{fault}</p>}
      <Switch
        label="Give the kept image the tags of all"
        checked={form.mergeTags}
        onSwitch={(mergeTags) => onForm({ ...form, mergeTags })}
      />
    </div>
  );
}

function Lines({ label, value, onValue }: { label: string; value: string; onValue: (value: string) => void }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        className="w-full rounded-control border border-edge bg-surface p-2 font-mono text-sm"
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
    </div>
  );
}

interface FormatsProps {
  formats: readonly string[];
  onFormats: (formats: readonly string[]) => void;
}

function Formats({ formats, onFormats }: FormatsProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Formats, the most wanted first</legend>
      <ol className="grid gap-1 sm:grid-cols-2">
        {formats.map((format, at) => (
          <li key={format} className="flex items-center gap-1 rounded-control border border-line px-2 text-sm">
            <span className="w-6 text-quiet tabular-nums">{at + 1}.</span>
            <span className="flex-1 uppercase">{format}</span>
            <Button
              size="icon"
              look="quiet"
              aria-label={`${format} earlier`}
              disabled={at === 0}
              onClick={() => onFormats(movedFormat(formats, at, -1))}
            >
              <ArrowUp aria-hidden size={14} />
            </Button>
            <Button
              size="icon"
              look="quiet"
              aria-label={`${format} later`}
              disabled={at === formats.length - 1}
              onClick={() => onFormats(movedFormat(formats, at, 1))}
            >
              <ArrowDown aria-hidden size={14} />
            </Button>
          </li>
        ))}
      </ol>
    </fieldset>
  );
}
