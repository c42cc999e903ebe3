/** What will happen to an image, as a word with its sign. */
import { Check, CircleHelp, Trash2 } from "lucide-react";

import type { Fate } from "@/features/duplicates/review";
import { Badge } from "@/ui/Badge";

export function FateWord({ fate }: { fate: Fate }) {
  if (fate === "unknown")
    return (
      <Badge>
        <CircleHelp aria-hidden size={13} /> not decided
      </Badge>
    );
  return fate === "keep" ? (
    <Badge tone="good">
      <Check aria-hidden size={13} /> keep
    </Badge>
  ) : (
    <Badge tone="bad">
      <Trash2 aria-hidden size={13} /> discard
    </Badge>
  );
}
