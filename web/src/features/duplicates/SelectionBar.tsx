/** What can be done with the selected groups, and with all. */
import { Combine, Tags, Wand2 } from "lucide-react";

import type { Group } from "@/features/duplicates/model";
import { MOST_NAMED } from "@/features/duplicates/rules";
import { counted } from "@/lib/format";
import { Button } from "@/ui/Button";

const MOST_MERGED = 20;

interface Props {
  chosen: readonly Group[];
  /** Some that fit are not loaded yet, and are not among the chosen. */
  isPartial: boolean;
  isBusy: boolean;
  isAway: boolean;
  onRule: () => void;
  onTag: () => void;
  onMerge: () => void;
  onClear: () => void;
}

export function SelectionBar({ chosen, isPartial, isBusy, isAway, onRule, onTag, onMerge, onClear }: Props) {
  const isOff = isBusy || isAway;
  return (
    <div className="flex flex-wrap items-center gap-2" title={isAway ? "Semblance does not answer" : undefined}>
      <Button size="small" disabled={isOff} onClick={onRule}>
        <Wand2 aria-hidden size={16} /> Resolve by a rule …
      </Button>
      {chosen.length > 0 && (
        <>
          <span role="status" className="text-sm">
            {counted(chosen.length, "group")} selected{isPartial && ", of those that are loaded"}
          </span>
          <Button size="small" disabled={isOff || chosen.length > MOST_NAMED} onClick={onTag}>
            <Tags aria-hidden size={16} /> Tag …
          </Button>
          <Button
            size="small"
            disabled={isOff || chosen.length < 2 || chosen.length > MOST_MERGED}
            title={`2 to ${MOST_MERGED} groups become one`}
            onClick={onMerge}
          >
            <Combine aria-hidden size={16} /> Merge
          </Button>
          <Button size="small" look="quiet" onClick={onClear}>
            Clear
          </Button>
        </>
      )}
    </div>
  );
}
