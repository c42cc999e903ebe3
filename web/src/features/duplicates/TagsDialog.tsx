/** Tags that all images of some groups are given, or lose. */
import { type FormEvent, useState } from "react";

import type { TagChange } from "@/features/duplicates/useGroupActions";
import { counted } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";

interface Props {
  groupIds: readonly string[];
  isBusy: boolean;
  onApply: (change: TagChange) => void;
  onClose: () => void;
}

export function TagsDialog({ groupIds, isBusy, onApply, onClose }: Props) {
  const [add, setAdd] = useState("");
  const [remove, setRemove] = useState("");
  const change = { groupIds, add: tagsOf(add), remove: tagsOf(remove) };
  const fault = faultOf(change);
  const isEmpty = change.add.length + change.remove.length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty && !fault) onApply(change);
  };
  return (
    <Dialog
      title={`Tag ${counted(groupIds.length, "group")}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="tags" look="primary" disabled={isEmpty || isBusy || fault !== undefined}>
            Change the tags
          </Button>
        </>
      }
    >
      <form id="tags" onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Add"
          hint="Several with commas between them"
          value={add}
          onChange={(event) => setAdd(event.target.value)}
        />
        <Field label="Remove" value={remove} error={fault} onChange={(event) => setRemove(event.target.value)} />
      </form>
    </Dialog>
  );
}

/** "cat, dog" → ["cat", "dog"], each once. */
function tagsOf(text: string): readonly string[] {
  const tags = text
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  return [...new Set(tags)];
}

function faultOf({ add, remove }: TagChange): string | undefined {
  if ([...add, ...remove].some((tag) => tag.length > 64)) return "A tag has 64 characters at most.";
  const both = add.find((tag) => remove.includes(tag));
  return both === undefined ? undefined : `“${both}” cannot be both added and removed.`;
}
