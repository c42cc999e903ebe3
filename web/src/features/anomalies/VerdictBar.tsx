/** The verdicts with their keys, a note, and whether a verdict leads to the next candidate. */
import { Bug, CircleCheck, CircleHelp, SkipForward } from "lucide-react";
import type { ReactNode } from "react";

import { useSession } from "@/api/session";
import type { Anomaly, Verdict } from "@/features/anomalies/question";
import { useNotes, useReviewing, writeNote } from "@/features/anomalies/reviewing";
import type { Review } from "@/features/anomalies/useReview";
import { VERDICT_NAMES } from "@/features/anomalies/words";
import { usePreferences } from "@/lib/preferences";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Kbd } from "@/ui/Kbd";
import { Switch } from "@/ui/Switch";

interface Props {
  anomaly: Anomaly;
  review: Review;
  isLast: boolean;
}

const CHOICES = [
  { verdict: "defect", keys: "1", look: "danger", Icon: Bug },
  { verdict: "normal", keys: "2", look: "good", Icon: CircleCheck },
  { verdict: "unsure", keys: "3", look: "plain", Icon: CircleHelp },
] as const satisfies readonly { verdict: Verdict; keys: string; look: string; Icon: unknown }[];

const MOST_NOTE = 2000;

export function VerdictBar({ anomaly, review, isLast }: Props) {
  const id = anomaly.image.image_id;
  const note = useNotes(({ notes }) => notes[id] ?? "");
  const advances = useReviewing((state) => state.advances);
  const mine = useMine(anomaly);
  return (
    <div className="flex flex-col gap-3 rounded-card border border-line bg-surface p-3">
      <div role="group" aria-label="Verdict" className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
        {CHOICES.map(({ verdict, keys, look, Icon }) => (
          <Button key={verdict} look={look} aria-pressed={mine === verdict} onClick={() => review.judge(verdict)}>
            <Icon aria-hidden size={16} /> {VERDICT_NAMES[verdict]}
            {mine === verdict && <span className="font-normal">(you)</span>} <Key keys={keys} />
          </Button>
        ))}
        <Button look="quiet" disabled={isLast} onClick={review.skip}>
          <SkipForward aria-hidden size={16} /> Skip <Key keys="s" />
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <Field
          label="Note, optional"
          isLabelHidden
          className="min-w-56 flex-1"
          placeholder="A note that goes with the verdict"
          maxLength={MOST_NOTE}
          value={note}
          onChange={(event) => writeNote(id, event.target.value)}
        />
        <Switch
          label="Go on to the next by itself"
          checked={advances}
          onSwitch={(isOn) => useReviewing.setState({ advances: isOn })}
        />
      </div>
    </div>
  );
}

function Key({ keys }: { keys: string }): ReactNode {
  const isOn = usePreferences(({ singleKeys }) => singleKeys);
  return (
    isOn && (
      <span className="max-sm:hidden">
        <Kbd keys={keys} />
      </span>
    )
  );
}

/** What this person said of it. */
function useMine({ reviews }: Anomaly): Verdict | null | undefined {
  const userId = useSession(({ user }) => user?.userId);
  return reviews.find((one) => one.reviewer === userId)?.verdict;
}
