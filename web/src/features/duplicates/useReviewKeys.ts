/** The keys of the one-group review. */
import type { Step, Verdict } from "@/features/duplicates/review";
import { VERDICT_KEYS } from "@/features/duplicates/review";
import { type Hotkey, useHotkeys } from "@/lib/hotkeys";

interface Wishes {
  isOn: boolean;
  members: number;
  active: number;
  step: (step: Step) => void;
  apply: () => void;
  verdict: (verdict: Verdict) => void;
  split: () => void;
  go: (by: 1 | -1) => void;
}

const SAYS: Record<Verdict, string> = {
  different: "Not duplicates",
  variant: "Keep all: they are variants",
  same: "The same picture",
  skip: "Skip: not now",
};

export function useReviewKeys({ isOn: when, members, active, step, apply, verdict, split, go }: Wishes): void {
  const digits = Array.from({ length: Math.min(9, members) }, (_, at): Hotkey => {
    return { keys: String(at + 1), does: `Keep image ${at + 1}, or not`, run: () => step({ do: "toggle", at }), when };
  });
  const verdicts = Object.entries(VERDICT_KEYS).map(([keys, said]): Hotkey => {
    return { keys, does: SAYS[said], run: () => verdict(said), when };
  });
  useHotkeys("review", [
    { keys: "Enter", does: "Apply, and go to the next group", run: apply, when },
    { keys: "k", does: "Keep the image that is looked at", run: () => step({ do: "keep", at: active }), when },
    { keys: "d", does: "Discard the image that is looked at", run: () => step({ do: "discard", at: active }), when },
    ...digits,
    ...verdicts,
    { keys: "b", does: "Part the group at its weakest link", run: split, when: when && members > 2 },
    { keys: "ArrowUp", does: "The image before", run: () => step({ do: "move", by: -1 }) },
    { keys: "ArrowDown", does: "The next image", run: () => step({ do: "move", by: 1 }) },
    { keys: "[", does: "The group before", run: () => go(-1) },
    { keys: "]", does: "The next group", run: () => go(1) },
    { keys: "ArrowLeft", does: "The group before", run: () => go(-1) },
    { keys: "ArrowRight", does: "The next group", run: () => go(1) },
  ]);
}
