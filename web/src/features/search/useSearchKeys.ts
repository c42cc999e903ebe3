/** The keys of the search page. Those of one image act on the one that has the focus in the grid. */
import type { Act } from "@/features/search/actContext";
import type { Found } from "@/features/search/found";
import { notify } from "@/lib/actions";
import { announce } from "@/lib/announce";
import { copy } from "@/lib/clipboard";
import { useHotkeys } from "@/lib/hotkeys";

interface Wishes {
  act: Act;
  /** The image that the keys mean. */
  current: () => Found | undefined;
  focusField: () => void;
  /** Moves the cut by so many per mille. */
  moveCut: (by: number) => void;
  hasScores: boolean;
  hasTrail: boolean;
  walkBack: () => void;
}

const STEP = 5;

export function useSearchKeys({ act, current, focusField, moveCut, hasScores, hasTrail, walkBack }: Wishes): void {
  const on = (run: (found: Found) => void) => () => {
    const found = current();
    if (found) run(found);
  };
  const marking = { when: act.canMark };
  const cutting = { when: hasScores };
  useHotkeys("search", [
    { keys: "/", does: "Write what to look for", run: focusField },
    { keys: "f", does: "Find images like this one", run: on(act.findSimilar) },
    { keys: "m", does: "More like this one", run: on((found) => act.example("pos", [found])) },
    { keys: "l", does: "Less like this one", run: on((found) => act.example("neg", [found])) },
    { keys: "y", does: "Relevant to the question", run: on((found) => act.mark([found], "relevant")), ...marking },
    { keys: "n", does: "Not relevant", run: on((found) => act.mark([found], "irrelevant")), ...marking },
    { keys: "c", does: "Copy its id", run: on(({ imageId }) => void copied(imageId, "id")) },
    { keys: "Shift+c", does: "Copy its address", run: on(({ imageId }) => void copied(addressOf(imageId), "address")) },
    { keys: ",", does: "Lower the least score", run: () => moveCut(-STEP), ...cutting },
    { keys: ".", does: "Raise the least score", run: () => moveCut(STEP), ...cutting },
    { keys: "Alt+ArrowLeft", does: "Walk back to the question before", run: walkBack, when: hasTrail },
  ]);
}

const addressOf = (imageId: string) => `${location.origin}/images/${imageId}`;

async function copied(text: string, what: string): Promise<void> {
  if (await copy(text)) announce(`Copied the ${what}`);
  else notify({ title: `The ${what} was not copied`, detail: text, tone: "bad" });
}
