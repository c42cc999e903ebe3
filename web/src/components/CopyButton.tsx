/** Copies a text; where the browser does not let it, the text is shown selected. */
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

import { announce } from "@/lib/announce";
import { copy } from "@/lib/clipboard";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

interface Props {
  text: string;
  /** In words: "id", "address". */
  what: string;
}

export function CopyButton({ text, what }: Props) {
  const [state, setState] = useState<"idle" | "copied" | "shown">("idle");
  useEffect(() => {
    if (state !== "copied") return undefined;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const press = async () => {
    const isCopied = await copy(text);
    setState(isCopied ? "copied" : "shown");
    if (isCopied) announce(`Copied the ${what}`);
  };
  return (
    <>
      <Button look="quiet" size="icon" aria-label={`Copy the ${what}`} onClick={() => void press()}>
        {state === "copied" ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
      </Button>
      {state === "shown" && (
        <Dialog title={`Copy the ${what}`} onClose={() => setState("idle")}>
          <input
            className="w-full rounded-control border border-edge bg-surface p-2 font-mono text-sm"
            aria-label={what}
            readOnly
            value={text}
            onFocus={(event) => event.target.select()}
          />
        </Dialog>
      )}
    </>
  );
}
