/** What can be done with the result under the pointer. By keyboard each has a letter, so none is a stop for Tab. */
import { Minus, Plus, ScanSearch, ThumbsDown, ThumbsUp } from "lucide-react";
import { useContext } from "react";

import { ActContext } from "@/features/search/actContext";
import type { Found } from "@/features/search/found";

export default function CellActions({ found }: { found: Found }) {
  const act = useContext(ActContext);
  if (!act) return null;
  const buttons = [
    { name: "Find similar (f)", Icon: ScanSearch, run: () => act.findSimilar(found) },
    { name: "More like this (m)", Icon: Plus, run: () => act.example("pos", [found]) },
    { name: "Less like this (l)", Icon: Minus, run: () => act.example("neg", [found]) },
    ...(act.canMark
      ? [
          { name: "Relevant (y)", Icon: ThumbsUp, run: () => act.mark([found], "relevant") },
          { name: "Not relevant (n)", Icon: ThumbsDown, run: () => act.mark([found], "irrelevant") },
        ]
      : []),
  ];
  return (
    <span className="absolute inset-x-0 bottom-6 flex flex-wrap justify-center bg-surface/90 p-0.5">
      {buttons.map(({ name, Icon, run }) => (
        <button
          key={name}
          type="button"
          tabIndex={-1}
          aria-label={name}
          title={name}
          className="grid size-6 place-items-center rounded-md text-ink hover:bg-accent-soft"
          onClick={run}
        >
          <Icon aria-hidden size={15} />
        </button>
      ))}
    </span>
  );
}
