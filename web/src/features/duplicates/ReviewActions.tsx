/** What can be said of the group under review, and what it does, in exact numbers. */
import type { ReactNode } from "react";

import type { GroupDetail } from "@/features/duplicates/model";
import type { Review, Verdict } from "@/features/duplicates/review";
import { bytes, counted, percent } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Kbd } from "@/ui/Kbd";
import { Switch } from "@/ui/Switch";

interface Props {
  group: GroupDetail;
  review: Review;
  /** Why nothing can be done now. */
  hindrance: string | undefined;
  mergesTags: boolean;
  /** Undefined where all have the same tags. */
  onMergeTags: ((isOn: boolean) => void) | undefined;
  onVerdict: (verdict: Verdict) => void;
  onSplit: () => void;
}

/** The first button is the form's own: Enter presses it from any member's choice. */
export function ReviewActions({ group, review, hindrance, mergesTags, onMergeTags, onVerdict, onSplit }: Props) {
  const isOff = hindrance !== undefined;
  const others = group.size - 1;
  return (
    <div className="flex flex-col gap-3 rounded-card border border-line bg-surface p-3">
      <Button type="submit" look="primary" size="large" disabled={isOff} aria-keyshortcuts="Enter">
        {review.keeperId === null ? "Choose the image to keep" : `Keep 1, discard ${others}`}
        <Kbd keys="Enter" />
      </Button>
      <p className="text-sm text-quiet">{hindrance ?? consequence(group, review)}</p>
      {onMergeTags && (
        <Switch
          label="Give the kept image the tags of all"
          checked={mergesTags}
          onSwitch={onMergeTags}
          disabled={isOff}
        />
      )}
      <div className="grid grid-cols-2 gap-2">
        <Say keys="n" disabled={isOff} onClick={() => onVerdict("different")}>
          Not duplicates
        </Say>
        <Say keys="v" disabled={isOff} onClick={() => onVerdict("variant")}>
          Keep all
        </Say>
        <Say keys="m" disabled={isOff || group.status === "confirmed"} onClick={() => onVerdict("same")}>
          Same picture
        </Say>
        <Say keys="s" disabled={isOff} onClick={() => onVerdict("skip")}>
          Skip
        </Say>
        {group.size > 2 && (
          <Say keys="b" disabled={isOff} onClick={onSplit}>
            Part at {percent(group.worst.similarity)}
          </Say>
        )}
      </div>
      {group.size > 2 && (
        <p className="text-sm text-quiet">
          One image of a group stays. To keep several, keep all as variants, or part the group between its two least
          alike images.
        </p>
      )}
    </div>
  );
}

interface SayProps {
  keys: string;
  disabled: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Say({ keys, disabled, onClick, children }: SayProps) {
  return (
    <Button className="justify-between!" disabled={disabled} aria-keyshortcuts={keys} onClick={onClick}>
      <span className="truncate">{children}</span>
      <span className="hidden sm:block">
        <Kbd keys={keys} />
      </span>
    </Button>
  );
}

function consequence(group: GroupDetail, { keeperId }: Review): string {
  if (keeperId === null)
    return group.suggestion.why_not
      ? `No suggestion: ${group.suggestion.why_not}.`
      : "Press the number of the image that stays.";
  const gone = group.members.filter(({ image }) => image.image_id !== keeperId);
  const freed = gone.reduce((sum, { image }) => sum + image.size_bytes, 0);
  return `${counted(gone.length, "image")} (${bytes(freed)}) go to the trash, from where you can take them back.`;
}
