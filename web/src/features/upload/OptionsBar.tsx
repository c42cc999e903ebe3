/** What all files get that are not sent yet: tags and a dataset; and whether they start by themselves. */
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";

import { addTags, removeTag, setDataset, useOptions } from "@/features/upload/options";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Field } from "@/ui/Field";
import { Switch } from "@/ui/Switch";

export function OptionsBar() {
  const doesStart = useOptions((options) => options.doesStart);
  return (
    <section
      aria-label="For all files that are not sent yet"
      className="grid items-start gap-x-6 gap-y-3 rounded-card border border-line bg-surface p-4 md:grid-cols-2 lg:grid-cols-[2fr_1fr_auto]"
    >
      <Tags />
      <Dataset />
      <div className="lg:pt-8">
        <Switch
          label="Start automatically"
          checked={doesStart}
          onSwitch={(isOn) => useOptions.setState({ doesStart: isOn })}
        />
      </div>
    </section>
  );
}

function Tags() {
  const tags = useOptions((options) => options.tags);
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string | null>(null);
  const add = (event?: FormEvent) => {
    event?.preventDefault();
    const problem = addTags(typed);
    setError(problem);
    if (problem === null) setTyped("");
  };
  return (
    <form className="flex min-w-0 flex-col gap-2" onSubmit={add}>
      <div className="flex items-start gap-2">
        <Field
          className="min-w-0 flex-1"
          label="Tags"
          placeholder="cat, holiday"
          value={typed}
          error={error ?? undefined}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => typed.trim() !== "" && add()}
        />
        <Button type="submit" className="mt-6" disabled={typed.trim() === ""}>
          <Plus aria-hidden size={16} /> Add
        </Button>
      </div>
      {tags.length > 0 && (
        <ul className="flex min-w-0 flex-wrap gap-1.5" aria-label="Tags for these files">
          {tags.map((tag) => (
            <li key={tag} className="max-w-full">
              <Chip removes={`tag ${tag}`} onRemove={() => removeTag(tag)}>
                {tag}
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

function Dataset() {
  const [typed, setTyped] = useState(() => useOptions.getState().datasetId ?? "");
  const [error, setError] = useState<string | null>(null);
  return (
    <Field
      label="Dataset"
      placeholder="none"
      value={typed}
      error={error ?? undefined}
      onChange={({ target }) => {
        setTyped(target.value);
        setError(setDataset(target.value.trim()));
      }}
    />
  );
}
