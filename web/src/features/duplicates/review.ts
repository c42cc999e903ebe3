/** What a person decides on one group: which member stays, and the request that a decision becomes. Pure. */
import type { components } from "@/api/schema";
import { type GroupDetail, isUndecided, type Resolution, type Scope, type Status } from "@/features/duplicates/model";

/** Of a group one image stays; `keeperId` is null as long as nobody chose. */
export interface Review {
  memberIds: readonly string[];
  /** The member that is looked at. */
  active: number;
  keeperId: string | null;
}

export type Step =
  | { do: "look"; at: number }
  | { do: "move"; by: 1 | -1 }
  /** The member stays, and all others go. */
  | { do: "keep"; at: number }
  | { do: "discard"; at: number }
  | { do: "toggle"; at: number };

/** A group as it is first looked at: with the suggested image kept, if there is one and something can be decided. */
export function opened(group: GroupDetail, active = 0, canDecide = true): Review {
  const memberIds = group.members.map((member) => member.image.image_id);
  const keeperId = canDecide && isUndecided(group.status) ? group.suggestion.keeper_id : null;
  return { memberIds, active: Math.min(active, memberIds.length - 1), keeperId };
}

export function stepped(review: Review, step: Step): Review {
  if (step.do === "move") return { ...review, active: around(review.active + step.by, review.memberIds.length) };
  const memberId = review.memberIds[step.at];
  if (memberId === undefined) return review;
  const looked = { ...review, active: step.at };
  if (step.do === "look") return looked;
  const isKept = review.keeperId === memberId;
  if (step.do === "keep" || (step.do === "toggle" && !isKept)) return { ...looked, keeperId: memberId };
  return isKept ? { ...looked, keeperId: null } : looked;
}

function around(index: number, length: number): number {
  return (index + length) % length;
}

/** What will happen to a member when the decision is applied. */
export type Fate = "keep" | "discard" | "unknown";

export function fateOf({ keeperId }: Review, memberId: string): Fate {
  if (keeperId === null) return "unknown";
  return keeperId === memberId ? "keep" : "discard";
}

export type Verdict = components["schemas"]["Decision"];
export type Decision =
  { kind: "resolve"; keeperId: string; mergeTags: boolean } | { kind: "verdict"; verdict: Verdict } | { kind: "split" };

/** The keys that say something of the whole group. */
export const VERDICT_KEYS: Readonly<Record<string, Verdict>> = { n: "different", v: "variant", m: "same", s: "skip" };

/** What the group is afterwards. A split group is gone: its parts are others. */
export function statusAfter(decision: Decision): Status {
  if (decision.kind === "resolve") return "resolved";
  if (decision.kind === "split") return "different";
  const after = { same: "confirmed", variant: "variant", different: "different", skip: "skipped" } as const;
  return after[decision.verdict];
}

type Looked = Pick<GroupDetail, "group_id" | "row_version">;

/** The body of a resolution of this one group. */
export function resolutionOf(group: Looked, keeperId: string, mergeTags: boolean, dataset: Scope): Resolution {
  return {
    ...(dataset === undefined ? {} : { dataset_id: dataset }),
    group_ids: [group.group_id],
    row_versions: { [group.group_id]: group.row_version },
    rule: { keep: keeperId },
    merge_tags: mergeTags,
    tiers: [],
  };
}

/** What was decided, as a sentence of the history. */
export function labelOf(decision: Decision, size: number, keeperName: string): string {
  if (decision.kind === "resolve") return `Kept ${keeperName}, put ${size - 1} into the trash`;
  if (decision.kind === "split") return `Parted a group of ${size} images`;
  const said = {
    same: `Said that ${size} images are the same`,
    variant: `Kept all ${size} images as variants`,
    different: `Said that ${size} images are not duplicates`,
    skip: `Skipped a group of ${size} images`,
  };
  return said[decision.verdict];
}
