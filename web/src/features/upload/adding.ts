/** Putting files into the queue while the page stays usable; it goes on when the person leaves the view. */
import { create } from "zustand";

import type { Found } from "@/features/upload/entries";
import { useOptions } from "@/features/upload/options";
import type { Added } from "@/features/upload/queue";
import type { Upload } from "@/features/upload/uploads";
import { announce } from "@/lib/announce";
import { counted } from "@/lib/format";

interface Adding {
  /** Files found so far while a folder is read; null when none is. */
  readonly reading: number | null;
  /** What became of what was added last. */
  readonly added: Added | null;
}

const NONE: Added = { taken: 0, refused: 0, skipped: 0 };

export const useAdding = create<Adding>(() => ({ reading: null, added: null }));

/** Add all batches as they come. */
export async function addAll({ queue }: Upload, batches: AsyncIterable<readonly Found[]>): Promise<void> {
  let all = NONE;
  useAdding.setState({ reading: 0, added: null });
  try {
    for await (const batch of batches) {
      const added = queue.add(batch, useOptions.getState().doesStart);
      all = sum(all, added);
      useAdding.setState({ reading: all.taken + all.refused + all.skipped });
    }
  } finally {
    useAdding.setState({ reading: null, added: all });
    announce(wordsOf(all));
  }
}

/** What became of added files, as a sentence. */
export function wordsOf({ taken, refused, skipped }: Added): string {
  if (taken + refused + skipped === 0) return "There was no picture in it.";
  const parts = [`${counted(taken, "file")} added`];
  if (refused > 0) parts.push(`${counted(refused, "file")} cannot be taken`);
  if (skipped > 0) parts.push(`${counted(skipped, "file")} left out, being in the list or finished earlier`);
  return `${parts.join("; ")}.`;
}

function sum(a: Added, b: Added): Added {
  return { taken: a.taken + b.taken, refused: a.refused + b.refused, skipped: a.skipped + b.skipped };
}
