/** The selection over one answer, and what is done with all that is in it. */
import { useState } from "react";

import { isSelected, NOTHING, type Selection, selectedCount } from "@/components/thumbGrid/selection";
import type { Act } from "@/features/search/actContext";
import { focusGrid } from "@/features/search/focus";
import type { Found } from "@/features/search/found";
import type { Answer } from "@/features/search/useAnswer";
import { notify } from "@/lib/actions";
import { copy } from "@/lib/clipboard";
import { count, counted } from "@/lib/format";

/** So many images are gone through at most where everything is selected. */
const MOST = 2000;

export function useSelected(answer: Answer, act: Act, questionKey: string) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [of, setOf] = useState(questionKey);
  const [unsaved, setUnsaved] = useState<string>();
  if (of !== questionKey) {
    setOf(questionKey);
    setSelection(NOTHING);
  }
  const selected = async (): Promise<readonly Found[]> => {
    const from = selection.mode === "all" ? await answer.all(MOST) : answer.items;
    return from.filter(({ imageId }) => isSelected(selection, imageId));
  };
  const copyIds = async () => {
    const found = await selected();
    const text = found.map(({ imageId }) => imageId).join("\n");
    if (await copy(text)) notify({ title: `Copied ${counted(found.length, "id")}`, tone: "good" });
    else setUnsaved(text);
  };
  return {
    selection,
    setSelection,
    text: textOf(selection, answer),
    isEmpty: selectedCount(selection, answer.total) === 0,
    /** Ids that the browser did not let copy. */
    unsaved,
    closeUnsaved: () => setUnsaved(undefined),
    clear: () => {
      focusGrid();
      setSelection(NOTHING);
    },
    copyIds: () => void copyIds(),
    mark: (mark: "relevant" | "irrelevant") => void selected().then((found) => act.mark(found, mark)),
    example: (side: "pos" | "neg") => void selected().then((found) => act.example(side, found)),
  };
}

function textOf(selection: Selection, { items, isWhole }: Answer): string {
  if (selection.mode === "ids" || isWhole) return `${count(selectedCount(selection, items.length))} selected`;
  return selection.except.size === 0
    ? "Everything found is selected"
    : `Everything but ${selection.except.size} selected`;
}
