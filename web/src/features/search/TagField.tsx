/** Some tags: typed one after another, with Enter or a comma between, each to be taken away. */
import { type KeyboardEvent, useId, useState } from "react";

import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { fieldLooks } from "@/ui/Field";

interface Props {
  label: string;
  values: readonly string[];
  known: readonly string[];
  /** Undefined when none is left. */
  onChange: (values: string[] | undefined) => void;
}

export function TagField({ label, values, known, onChange }: Props) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const put = (next: readonly string[]) => onChange(next.length > 0 ? [...next] : undefined);
  const add = () => {
    const added = typed
      .split(",")
      .map((one) => one.trim().slice(0, 200))
      .filter(Boolean);
    setTyped("");
    if (added.length > 0) put([...new Set([...values, ...added])].slice(0, 100));
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "," && !(event.key === "Enter" && typed.trim())) return;
    event.preventDefault();
    add();
  };
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {values.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {values.map((value) => (
            <Chip key={value} removes={`tag ${value}`} onRemove={() => put(values.filter((one) => one !== value))}>
              {value}
            </Chip>
          ))}
        </div>
      )}
      <div className="flex gap-2">
        <input
          id={id}
          className={fieldLooks}
          list={`${id}-known`}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={press}
          onBlur={add}
        />
        <Button aria-label={`Add to “${label}”`} onClick={add}>
          Add
        </Button>
      </div>
      <datalist id={`${id}-known`}>
        {known.map((tag) => (
          <option key={tag} value={tag}>
            {tag}
          </option>
        ))}
      </datalist>
    </div>
  );
}
