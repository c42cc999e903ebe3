/** One file: its picture, its name, how far it is, and what became of it. */
import { RotateCcw, X } from "lucide-react";
import { memo } from "react";

import { FilePreview } from "@/features/upload/FilePreview";
import { Found } from "@/features/upload/Found";
import type { UploadQueue } from "@/features/upload/queue";
import { isUnsent, type UploadFile } from "@/features/upload/uploadFile";
import { bytes } from "@/lib/format";
import { Button } from "@/ui/Button";

interface Props {
  file: UploadFile;
  /** The file's own object changes; this says that it did. */
  revision: number;
  isFast: boolean;
  queue: UploadQueue;
}

export const FileRow = memo(function FileRow({ file, isFast, queue }: Props) {
  return (
    <div className="flex min-h-16 items-center gap-3 px-3 py-2">
      <FilePreview file={file.file} isFast={isFast} />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 text-sm">
        <p className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium" title={file.path}>
            {file.path}
          </span>
          <span className="ml-auto shrink-0 text-xs text-quiet tabular-nums">{bytes(file.file.size)}</span>
        </p>
        <Found file={file} />
      </div>
      <RowButton file={file} queue={queue} />
    </div>
  );
}, isSame);

function isSame(before: Props, after: Props): boolean {
  return before.file === after.file && before.revision === after.revision && before.isFast === after.isFast;
}

function RowButton({ file, queue }: Pick<Props, "file" | "queue">) {
  if (file.state === "failed" || file.state === "cancelled")
    return (
      <Button look="quiet" size="icon" aria-label={`Retry ${file.path}`} onClick={() => queue.retry(file)}>
        <RotateCcw aria-hidden size={16} />
      </Button>
    );
  if (!isUnsent(file.state)) return <span className="w-9 shrink-0 max-sm:hidden" />;
  return (
    <Button look="quiet" size="icon" aria-label={`Cancel ${file.path}`} onClick={() => queue.cancel(file)}>
      <X aria-hidden size={16} />
    </Button>
  );
}
