/** Which groups the gallery shows, and in which order. */
import { type FormEvent, useId, useState } from "react";

import { type DedupeSearch, type Shown, type Sort } from "@/features/duplicates/search";
import type { Tier } from "@/features/duplicates/model";
import { TIER_HINTS, TIER_WORDS, TIERS } from "@/features/duplicates/words";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { fieldLooks } from "@/ui/Field";
import { Select } from "@/ui/Select";

const STATUSES: readonly { value: Shown; label: string }[] = [
  { value: "review", label: "To review" },
  { value: "skipped", label: "Skipped" },
  { value: "resolved", label: "Resolved" },
  { value: "variant", label: "Variants" },
  { value: "different", label: "Not duplicates" },
  { value: "all", label: "All" },
];

const ORDERS: readonly { value: Sort; label: string }[] = [
  { value: "-size", label: "Most images first" },
  { value: "size", label: "Fewest images first" },
  { value: "worst_similarity", label: "Weakest link first" },
  { value: "-worst_similarity", label: "Most alike first" },
  { value: "-reclaimable_bytes", label: "Frees most first" },
  { value: "reclaimable_bytes", label: "Frees least first" },
];

interface Props {
  search: DedupeSearch;
  onSearch: (change: Partial<DedupeSearch>) => void;
}

export function GroupFilterBar({ search, onSearch }: Props) {
  const { status = "review", sort = "-size", tag } = search;
  return (
    <div role="search" aria-label="Groups" className="flex flex-wrap items-center gap-2">
      <Select
        label="Status"
        isLabelHidden
        value={status}
        choices={STATUSES}
        onChoose={(next) => onSearch({ status: next === "review" ? undefined : next })}
      />
      <Tiers chosen={search.tier ?? []} onChoose={(tier) => onSearch({ tier: tier.length === 0 ? undefined : tier })} />
      {tag === undefined ? (
        <TagField onTag={(named) => onSearch({ tag: named })} />
      ) : (
        <Chip removes={`tag ${tag}`} onRemove={() => onSearch({ tag: undefined })}>
          tag: {tag}
        </Chip>
      )}
      <Select
        label="Order"
        isLabelHidden
        className="sm:ml-auto"
        value={sort}
        choices={ORDERS}
        onChoose={(next) => onSearch({ sort: next === "-size" ? undefined : next })}
      />
    </div>
  );
}

function Tiers({ chosen, onChoose }: { chosen: readonly Tier[]; onChoose: (tiers: (typeof TIERS)[number][]) => void }) {
  return (
    <div role="group" aria-label="Tiers" className="flex flex-wrap gap-1">
      {TIERS.map((tier) => {
        const isOn = chosen.includes(tier);
        return (
          <Button
            key={tier}
            size="small"
            look={isOn ? "primary" : "plain"}
            aria-pressed={isOn}
            title={TIER_HINTS[tier]}
            onClick={() => onChoose(TIERS.filter((one) => (one === tier ? !isOn : chosen.includes(one))))}
          >
            {TIER_WORDS[tier]}
          </Button>
        );
      })}
    </div>
  );
}

function TagField({ onTag }: { onTag: (tag: string) => void }) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) onTag(typed.trim());
  };
  return (
    <form onSubmit={submit}>
      <label htmlFor={id} className="sr-only">
        Only groups with this tag
      </label>
      <input
        id={id}
        maxLength={64}
        placeholder="Tag, then Enter"
        className={`${fieldLooks} max-w-36`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
}
