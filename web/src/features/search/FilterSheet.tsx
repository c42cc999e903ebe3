/** All filters at once, in a sheet at the side. Nothing changes until they are applied. */
import { type FormEvent, useId, useState } from "react";

import { useSession } from "@/api/session";
import { ChecksField } from "@/features/search/ChecksField";
import { type Filters, filtersOf, NO_FILTERS } from "@/features/search/filters";
import { TagField } from "@/features/search/TagField";
import type { View } from "@/features/search/view";
import { SOURCE_NAMES, SOURCES } from "@/features/search/words";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { Slider } from "@/ui/Slider";

interface Props {
  view: View;
  tags: readonly string[];
  onApply: (filters: Filters) => void;
  onClose: () => void;
}

export interface PartProps {
  draft: Filters;
  edit: (change: Filters) => void;
}

export default function FilterSheet({ view, tags, onApply, onClose }: Props) {
  const [draft, setDraft] = useState<Filters>(() => filtersOf(view));
  const form = useId();
  const edit = (change: Filters) => setDraft((before) => ({ ...before, ...change }));
  const isBackwards = Boolean(draft.since && draft.until && draft.since > draft.until);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (!isBackwards) onApply({ ...NO_FILTERS, ...draft });
  };
  return (
    <Dialog
      title="Filters"
      size="sheet"
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" onClick={() => setDraft({})}>
            Clear all
          </Button>
          <Button look="primary" type="submit" form={form} disabled={isBackwards}>
            Show the results
          </Button>
        </>
      }
    >
      <form id={form} className="flex flex-col gap-5" onSubmit={apply}>
        <TagField
          label="Any of these tags"
          values={draft.tags ?? []}
          known={tags}
          onChange={(tags) => edit({ tags })}
        />
        <TagField label="All of these tags" values={draft.all ?? []} known={tags} onChange={(all) => edit({ all })} />
        <TagField
          label="None of these tags"
          values={draft.none ?? []}
          known={tags}
          onChange={(none) => edit({ none })}
        />
        <Days draft={draft} edit={edit} isBackwards={isBackwards} />
        <Origin draft={draft} edit={edit} />
        <Slider
          label="Least quality, %"
          value={draft.quality ?? 0}
          min={0}
          max={100}
          onChange={(quality) => edit({ quality: quality > 0 ? quality : undefined })}
        />
        <ChecksField draft={draft} edit={edit} />
        <Sizes draft={draft} edit={edit} />
      </form>
    </Dialog>
  );
}

function Days({ draft, edit, isBackwards }: PartProps & { isBackwards: boolean }) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field
        label="From"
        type="date"
        value={draft.since ?? ""}
        onChange={({ target }) => edit({ since: target.value || undefined })}
      />
      <Field
        label="Until, with that day"
        type="date"
        value={draft.until ?? ""}
        error={isBackwards ? "This is before the first day." : undefined}
        onChange={({ target }) => edit({ until: target.value || undefined })}
      />
    </div>
  );
}

function Origin({ draft, edit }: PartProps) {
  const userId = useSession((session) => session.user?.userId ?? "");
  const isOther = draft.owner !== undefined && draft.owner !== userId;
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field
        label="Dataset"
        maxLength={200}
        value={draft.dataset ?? ""}
        onChange={({ target }) => edit({ dataset: target.value || undefined })}
      />
      <Field
        label="Category"
        maxLength={200}
        value={draft.category ?? ""}
        onChange={({ target }) => edit({ category: target.value || undefined })}
      />
      <Select
        label="Owner"
        value={draft.owner ?? ""}
        choices={[
          { value: "", label: "Anybody" },
          { value: userId, label: "You" },
          ...(isOther ? [{ value: draft.owner ?? "", label: "Somebody else" }] : []),
        ]}
        onChoose={(owner) => edit({ owner: owner || undefined })}
      />
      <Select
        label="Came in by"
        value={draft.source ?? ""}
        choices={[
          { value: "", label: "Any way" },
          ...SOURCES.map((source) => ({ value: source, label: SOURCE_NAMES[source] })),
        ]}
        onChoose={(chosen) => edit({ source: SOURCES.find((source) => source === chosen) })}
      />
    </div>
  );
}

const SIDES = [
  { key: "minw", label: "Least width" },
  { key: "maxw", label: "Largest width" },
  { key: "minh", label: "Least height" },
  { key: "maxh", label: "Largest height" },
] as const;

function Sizes({ draft, edit }: PartProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      {SIDES.map(({ key, label }) => (
        <Field
          key={key}
          label={`${label}, pixels`}
          type="number"
          min={1}
          max={2_147_483_647}
          value={draft[key] ?? ""}
          onChange={({ target }) =>
            edit({ [key]: target.valueAsNumber > 0 ? Math.round(target.valueAsNumber) : undefined })
          }
        />
      ))}
    </div>
  );
}
