/** What a person says of the files that are not sent yet. It stays while they visit other views. */
import { create } from "zustand";

import type { Told } from "@/features/upload/steps";

interface Options extends Told {
  readonly doesStart: boolean;
}

export const useOptions = create<Options>(() => ({ tags: [], datasetId: null, doesStart: true }));

const MOST_TAGS = 100;
const LONGEST_TAG = 64;
const DATASET = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Add what was typed, one or several with commas between. Answers with why it cannot be. */
export function addTags(typed: string): string | null {
  const words = typed.split(",").map((word) => word.trim());
  const { tags } = useOptions.getState();
  const all = [...new Set([...tags, ...words.filter((word) => word !== "")])];
  if (all.some((tag) => tag.length > LONGEST_TAG)) return `A tag has ${LONGEST_TAG} characters at most.`;
  if (all.length > MOST_TAGS) return `${MOST_TAGS} tags are the most.`;
  useOptions.setState({ tags: all });
  return null;
}

export function removeTag(tag: string): void {
  useOptions.setState(({ tags }) => ({ tags: tags.filter((one) => one !== tag) }));
}

/** Take the dataset's id as typed; empty is none. Answers with why it cannot be. */
export function setDataset(typed: string): string | null {
  if (typed !== "" && !DATASET.test(typed)) return "Letters, digits, dots, dashes and underscores; 64 at most.";
  useOptions.setState({ datasetId: typed === "" ? null : typed });
  return null;
}
