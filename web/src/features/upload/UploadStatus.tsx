/** The upload in the header of every page: how far it is, and the way back to it. */
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CirclePause, TriangleAlert, Upload } from "lucide-react";
import { useEffect, useRef } from "react";

import { keys } from "@/api/keys";
import { useProgress } from "@/features/upload/progress";
import { count } from "@/lib/format";
import { buttonLooks } from "@/ui/Button";

const ICONS = { running: Upload, paused: CirclePause, halted: TriangleAlert, idle: Upload } as const;
const WORDS = { running: "Uploading", paused: "Upload paused", halted: "Upload stopped", idle: "" } as const;

export function UploadStatus() {
  const progress = useProgress((state) => state.progress);
  useFreshAnswers(progress?.run === "idle");
  if (!progress || progress.run === "idle") return null;
  const { ended, all, share, run } = progress;
  const Icon = ICONS[run];
  return (
    <Link to="/upload" className={buttonLooks({ look: "quiet", size: "small" })}>
      <Icon aria-hidden size={16} className={run === "halted" ? "text-bad" : undefined} />
      <span className="sr-only">{WORDS[run]}:</span>{" "}
      <span className="sr-only text-xs tabular-nums lg:not-sr-only">
        {count(ended)} of {count(all)}
      </span>
      <span aria-hidden className="h-1.5 w-10 max-sm:hidden overflow-hidden rounded-full bg-raised">
        <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
    </Link>
  );
}

/** When an upload has ended, lists of images that were read before it are read again. */
function useFreshAnswers(isOver: boolean): void {
  const cache = useQueryClient();
  const wasOver = useRef(isOver);
  useEffect(() => {
    if (isOver && !wasOver.current) void cache.invalidateQueries({ queryKey: keys.images.all });
    wasOver.current = isOver;
  }, [cache, isOver]);
}
