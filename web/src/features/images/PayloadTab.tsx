/** The image's facts, as the index has them: a tree to walk through, and the same as JSON. */
import { useState } from "react";

import { CopyButton } from "@/components/CopyButton";
import { PayloadTree } from "@/features/images/PayloadTree";
import type { ImageDetail } from "@/api/images";
import { Switch } from "@/ui/Switch";

export default function PayloadTab({ image }: { image: ImageDetail }) {
  const [isRaw, setRaw] = useState(false);
  const raw = JSON.stringify(image.payload, null, 2);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-2">
        <Switch label="As JSON" checked={isRaw} onSwitch={setRaw} />
        <CopyButton text={raw} what="payload as JSON" />
      </div>
      {isRaw ? (
        <pre
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines are scrolled with the arrow keys
          tabIndex={0}
          aria-label="Payload as JSON"
          role="region"
          className="max-h-[60dvh] overflow-auto rounded-control border border-line bg-raised p-3 font-mono text-xs"
        >
          {raw}
        </pre>
      ) : (
        <PayloadTree payload={image.payload} />
      )}
    </div>
  );
}
