/** What is selected, and what can be done with all of it. */
import { Copy, Minus, Plus, ThumbsDown, ThumbsUp, X } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "@/ui/Button";

interface Props {
  /** In words: "3 selected". */
  text: string;
  canMark: boolean;
  onMark: (mark: "relevant" | "irrelevant") => void;
  onExample: (side: "pos" | "neg") => void;
  onCopy: () => void;
  onClear: () => void;
}

export default function Tray({ text, canMark, onMark, onExample, onCopy, onClear }: Props) {
  return (
    <section
      aria-label="Selection"
      data-region
      className="sticky bottom-16 z-10 flex flex-wrap items-center gap-1.5 border-t border-line bg-surface px-3 py-2 sm:px-5 md:bottom-0"
    >
      <strong role="status" className="mr-1 text-sm sm:mr-2">
        {text}
      </strong>
      {canMark && (
        <>
          <Tool name="Relevant" icon={<ThumbsUp aria-hidden size={16} />} onUse={() => onMark("relevant")} />
          <Tool name="Not relevant" icon={<ThumbsDown aria-hidden size={16} />} onUse={() => onMark("irrelevant")} />
        </>
      )}
      <Tool name="More like these" icon={<Plus aria-hidden size={16} />} onUse={() => onExample("pos")} />
      <Tool name="Less like these" icon={<Minus aria-hidden size={16} />} onUse={() => onExample("neg")} />
      <Tool name="Copy ids" icon={<Copy aria-hidden size={16} />} onUse={onCopy} />
      <Button look="quiet" size="small" className="ml-auto" onClick={onClear}>
        <X aria-hidden size={16} /> <span className="max-sm:sr-only">Clear</span>
      </Button>
    </section>
  );
}

function Tool({ name, icon, onUse }: { name: string; icon: ReactNode; onUse: () => void }) {
  return (
    <Button size="small" aria-label={name} title={name} onClick={onUse}>
      {icon} <span className="max-sm:hidden">{name}</span>
    </Button>
  );
}
