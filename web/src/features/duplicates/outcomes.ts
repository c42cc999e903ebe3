/** What became of each group of a batch, in words. Pure. */
import type { Batch, BatchItem } from "@/features/duplicates/model";
import { STATUS_WORDS } from "@/features/duplicates/words";
import { counted } from "@/lib/format";

type Outcome = BatchItem["outcome"];

const OUTCOME_WORDS: Record<Outcome, string> = {
  done: "done",
  pending: "waiting",
  abstained: "left alone: no image to keep is clear",
  changed: "left alone: somebody changed it meanwhile",
  gone: "left alone: it is not there any more",
  failed: "failed",
  undone: "taken back",
  kept: "not taken back: somebody changed it since",
};

/** Whether the group is as the batch wanted it. */
export function isAsWanted(outcome: Outcome): boolean {
  return outcome === "done" || outcome === "undone" || outcome === "pending";
}

/** How many groups of a batch have an outcome; the rest is waiting. */
export function settled(batch: Pick<Batch, "groups" | "outcomes">): number {
  return batch.groups - (batch.outcomes["pending"] ?? 0);
}

/** "380 groups done, 12 left alone: no image to keep is clear". */
export function summaryOf({ outcomes }: Pick<Batch, "outcomes">): string {
  const parts = Object.entries(OUTCOME_WORDS)
    .filter(([outcome]) => (outcomes[outcome] ?? 0) > 0)
    .map(([outcome, words]) => `${counted(outcomes[outcome] ?? 0, "group")} ${words}`);
  return parts.join("; ") || "Nothing was done";
}

/** Why a group was not done. */
export function reasonOf({ outcome, detail }: Pick<BatchItem, "outcome" | "detail">): string {
  const { why, status, title } = detail;
  if (typeof why === "string") return why;
  if (typeof status === "string" && status in STATUS_WORDS)
    return `somebody decided: ${STATUS_WORDS[status as keyof typeof STATUS_WORDS]}`;
  return typeof title === "string" ? title : OUTCOME_WORDS[outcome];
}
