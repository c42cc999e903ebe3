/** Images that the answer is to be like, and not like. Pure. */
import { MOST_EXAMPLES, type View } from "@/features/search/view";

export type Side = "pos" | "neg";

/** Add images to one side. An image is on one side only; where it is full, `left` says how many had no room. */
export function adding(view: View, side: Side, imageIds: readonly string[]): { change: Partial<View>; left: number } {
  const other: Side = side === "pos" ? "neg" : "pos";
  const now = view[side] ?? [];
  const wanted = [...now, ...imageIds.filter((id) => !now.includes(id))];
  const taken = wanted.slice(0, MOST_EXAMPLES);
  const rest = (view[other] ?? []).filter((id) => !taken.includes(id));
  return {
    change: { [side]: taken, [other]: rest.length > 0 ? rest : undefined },
    left: wanted.length - taken.length,
  };
}

/** Take one away. */
export function removing(view: View, side: Side, imageId: string): Partial<View> {
  const rest = (view[side] ?? []).filter((id) => id !== imageId);
  return { [side]: rest.length > 0 ? rest : undefined };
}
