/** The API does not answer: since when, and what still works. */
import { CloudOff } from "lucide-react";

import { useConnection } from "@/api/connection";

const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

export function OfflineBanner() {
  const { isAway, answeredAt } = useConnection();
  return (
    <div role="status">
      {isAway && (
        <p className="flex flex-wrap items-center gap-2 border-b border-warn bg-warn-soft px-4 py-2 text-sm text-warn">
          <CloudOff aria-hidden size={16} />
          <strong>Semblance does not answer.</strong>
          <span>
            What you see is as of {time.format(answeredAt)}. Uploads wait, and go on by themselves; your work on this
            page stays.
          </span>
        </p>
      )}
    </div>
  );
}
