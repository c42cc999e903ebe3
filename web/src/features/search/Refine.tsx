/** How a question is answered: the cut, the hash gate, parts of pictures, feedback, and how many come at once. */
import { ScoreSlider } from "@/features/search/ScoreSlider";
import { type Ask, isOfPicture, pageSize } from "@/features/search/question";
import { type Go, PER_PAGE, type View } from "@/features/search/view";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { Switch } from "@/ui/Switch";

interface Props {
  view: View;
  go: Go;
  ask: Ask;
  scores: readonly number[];
  /** While the slider moves. */
  onCut: (min: number | undefined) => void;
  cropsCompared: boolean;
}

const PAGES = PER_PAGE.map((size) => ({ value: String(size), label: String(size) }));

export function Refine({ view, go, ask, scores, onCut, cropsCompared }: Props) {
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3 rounded-card border border-line bg-surface px-4 py-3">
      <div className="w-full min-w-56 flex-1 sm:max-w-md">
        <ScoreSlider
          view={view}
          ask={ask}
          scores={scores}
          onCut={onCut}
          onSettle={(min) => go({ min }, { isReplace: true })}
        />
      </div>
      {isOfPicture(ask) && <Gate key={view.gate ?? "off"} gate={view.gate} onGate={(gate) => go({ gate })} />}
      <Select
        label="At a time"
        className="w-20"
        value={String(pageSize(view))}
        choices={PAGES}
        onChoose={(size) => go({ limit: PER_PAGE.find((one) => String(one) === size) })}
      />
      <div className="flex flex-col gap-1.5 self-center">
        <Switch
          label={
            view.crops && !cropsCompared && scores.length > 0
              ? "Parts of pictures, too (none has any)"
              : "Parts of pictures, too"
          }
          checked={view.crops ?? false}
          onSwitch={(isOn) => go({ crops: isOn ? true : undefined })}
        />
        {ask.kind !== "examples" && (
          <Switch
            label="Learn from what was marked"
            checked={view.fb ?? false}
            onSwitch={(isOn) => go({ fb: isOn ? true : undefined })}
          />
        )}
      </div>
    </div>
  );
}

function Gate({ gate, onGate }: { gate: number | undefined; onGate: (gate: number | undefined) => void }) {
  const take = (text: string) => {
    const bits = Number.parseInt(text, 10);
    const next = Number.isNaN(bits) ? undefined : Math.min(64, Math.max(0, bits));
    if (next !== gate) onGate(next);
  };
  return (
    <Field
      label="Hash gate, bits"
      className="w-28"
      type="number"
      min={0}
      max={64}
      placeholder="off"
      title="Only images whose perceptual hash differs in at most so many of 64 bits. Empty: off."
      defaultValue={gate ?? ""}
      onBlur={({ target }) => take(target.value)}
      onKeyDown={(event) => event.key === "Enter" && take(event.currentTarget.value)}
    />
  );
}
