/** How a question is answered: the cut, the hash gate, parts of pictures, feedback, and how many come at once. */
import { Gate } from "@/features/search/Gate";
import { type Ask, isOfPicture, pageSize } from "@/features/search/question";
import { ScoreSlider } from "@/features/search/ScoreSlider";
import { type Go, PER_PAGE, type View } from "@/features/search/view";
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

export default function Refine({ view, go, ask, scores, onCut, cropsCompared }: Props) {
  const hasNoCrops = view.crops && !cropsCompared && scores.length > 0;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-card border border-line bg-surface px-4 py-2.5">
      <div className="w-full min-w-56 flex-1 sm:max-w-lg">
        <ScoreSlider
          view={view}
          ask={ask}
          scores={scores}
          onCut={onCut}
          onSettle={(min) => go({ min }, { isReplace: true })}
        />
      </div>
      {isOfPicture(ask) && <Gate gate={view.gate} onGate={(gate) => go({ gate })} />}
      <Select
        label="At a time"
        className="w-20"
        value={String(pageSize(view))}
        choices={PAGES}
        onChoose={(size) => go({ limit: PER_PAGE.find((one) => String(one) === size) })}
      />
      <div className="flex flex-col gap-1.5">
        <Switch
          label={hasNoCrops ? "Parts of pictures, too (none has any)" : "Parts of pictures, too"}
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
      <p className="max-w-64 text-xs text-quiet sm:max-xl:sr-only">
        {isOfPicture(ask)
          ? "Pictures score high against pictures. Do not compare these scores with those of words."
          : "Words score lower than pictures do. Do not compare the two."}
      </p>
    </div>
  );
}
