/** What went wrong in one panel: its words, the request's id to tell an operator, and another try. */
import { RotateCcw, TriangleAlert } from "lucide-react";

import { wordsOf } from "@/api/problems";
import { CopyButton } from "@/components/CopyButton";
import { Button } from "@/ui/Button";

interface Props {
  error: unknown;
  onRetry?: () => void;
}

export function ErrorPanel({ error, onRetry }: Props) {
  const { title, detail, requestId } = wordsOf(error);
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-card border border-bad bg-bad-soft p-4">
      <p className="flex items-center gap-2 font-semibold text-bad">
        <TriangleAlert aria-hidden size={18} /> {title}
      </p>
      {detail && detail !== title && <p className="break-words text-ink">{detail}</p>}
      <div className="flex flex-wrap items-center gap-3">
        {onRetry && (
          <Button size="small" onClick={onRetry}>
            <RotateCcw aria-hidden size={14} /> Try again
          </Button>
        )}
        {requestId && (
          <span className="flex items-center gap-1 text-sm text-ink">
            Request <code className="font-mono text-xs">{requestId}</code>
            <CopyButton text={requestId} what="request id" />
          </span>
        )}
      </div>
    </div>
  );
}
