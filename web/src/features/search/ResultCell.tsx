/** One result: its picture, how well it matches, its quality in a word, its tags in number. Few elements: it is drawn often. */
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { CHECK_NAMES } from "@/api/qualityChecks";
import { PercentBadge } from "@/components/PercentBadge";
import type { RenderCell } from "@/components/thumbGrid/types";
import { Thumb } from "@/components/Thumb";
import { type Found, nameOf, qualityWord, stateOf } from "@/features/search/found";
import { MARK_WORDS, type Mark, useCellFacts } from "@/features/search/marks";
import { partInSquare } from "@/features/search/partInSquare";
import { Raised } from "@/features/search/Raised";
import { cx } from "@/lib/cx";
import { counted } from "@/lib/format";
import { Badge } from "@/ui/Badge";

const CellActions = lazy(() => import("@/features/search/CellActions"));

const DOTS = { good: "before:bg-good", fair: "before:bg-edge", poor: "before:bg-warn" } as const;

export const renderCell: RenderCell<Found> = (found, _, { isFast }) => <ResultCell found={found} isFast={isFast} />;

function ResultCell({ found, isFast }: { found: Found; isFast: boolean }) {
  const [isOver, setOver] = useState(false);
  const { score } = found;
  const quality = qualityWord(found);
  return (
    <div
      className="relative flex size-full flex-col"
      title={titleOf(found)}
      onPointerEnter={(event) => setOver(event.pointerType === "mouse")}
      onPointerLeave={() => setOver(false)}
    >
      <Thumb src={found.src} alt="" isHeld={isFast} />
      {score !== undefined && <PercentBadge score={Math.max(0, score)} className="absolute top-1 right-1" />}
      {found.state !== "searchable" && (
        <span className="absolute top-1 right-1">
          <Badge tone="warn">{stateOf(found)}</Badge>
        </span>
      )}
      {found.box && <Part found={found} box={found.box} />}
      <Facts imageId={found.imageId} />
      {isOver && (
        <Raised>
          <Suspense>
            <CellActions found={found} />
          </Suspense>
        </Raised>
      )}
      <p
        className={cx(
          "flex h-6 items-center gap-1.5 truncate px-2 text-xs text-quiet before:size-2 before:shrink-0 before:rounded-full",
          DOTS[quality],
        )}
      >
        {quality} · {counted(found.tags.length, "tag")}
      </p>
    </div>
  );
}

function titleOf(found: Found): string {
  const { score, quality, checks, tags } = found;
  const parts = [
    nameOf(found),
    score !== undefined && `score ${score.toFixed(4)}`,
    `quality ${quality.toFixed(2)}`,
    ...checks.map((check) => CHECK_NAMES[check]),
    found.filename && tags.join(", "),
  ];
  return parts.filter(Boolean).join(" · ");
}

/** Which part of the picture matched. */
function Part({ found, box }: { found: Found; box: NonNullable<Found["box"]> }) {
  return (
    <span aria-hidden className="pointer-events-none absolute inset-x-0 top-0 aspect-square overflow-hidden">
      <span
        className="absolute rounded-sm border-2 border-accent outline-1 outline-surface"
        style={partInSquare(box, found)}
      />
    </span>
  );
}

/** What this person said of it, whether it is an example, and whether its detail is open. */
function Facts({ imageId }: { imageId: string }) {
  const mark = useCellFacts(({ marks }) => marks[imageId]);
  const side = useCellFacts(({ pos, neg }) => (pos.has(imageId) ? "more" : neg.has(imageId) ? "less" : undefined));
  const isOpen = useCellFacts(({ open }) => open === imageId);
  return (
    <>
      {isOpen && <span aria-hidden className="absolute inset-0 rounded-control border-4 border-accent" />}
      {(mark ?? side) && (
        <Raised>
          <span className="absolute right-1 bottom-7 flex gap-1">
            {side && <Badge tone="accent">{side} like it</Badge>}
            {mark && <MarkBadge mark={mark} />}
          </span>
        </Raised>
      )}
    </>
  );
}

function MarkBadge({ mark }: { mark: Mark }) {
  const Icon = mark === "relevant" ? ThumbsUp : ThumbsDown;
  return (
    <Badge tone={mark === "relevant" ? "good" : "bad"}>
      <Icon role="img" aria-label={`marked ${MARK_WORDS[mark]}`} size={14} />
    </Badge>
  );
}
