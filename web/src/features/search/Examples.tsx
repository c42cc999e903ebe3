/** The images that the answer is to be like and not like, each to be taken away. */
import { Minus, Plus } from "lucide-react";

import { removing, type Side } from "@/features/search/examples";
import { focusBeside } from "@/features/search/focus";
import { ImageStep } from "@/features/search/ImageStep";
import type { Go, View } from "@/features/search/view";
import { Chip } from "@/ui/Chip";

const NAMES: Record<Side, string> = { pos: "More like", neg: "Less like" };

export default function Examples({ view, go }: { view: View; go: Go }) {
  return (["pos", "neg"] as const).map((side) => {
    const images = view[side] ?? [];
    if (images.length === 0) return null;
    const Icon = side === "pos" ? Plus : Minus;
    return (
      <div key={side} role="group" aria-label={NAMES[side]} className="flex flex-wrap items-center gap-1.5 text-sm">
        <span className="flex items-center gap-1 font-medium">
          <Icon aria-hidden size={14} /> {NAMES[side]}
        </span>
        {images.map((imageId, index) => (
          <Chip
            key={imageId}
            removes={`example ${index + 1} of “${NAMES[side].toLowerCase()}”`}
            onRemove={() => {
              focusBeside();
              go(removing(view, side, imageId));
            }}
          >
            <ImageStep imageId={imageId} />
          </Chip>
        ))}
      </div>
    );
  });
}
