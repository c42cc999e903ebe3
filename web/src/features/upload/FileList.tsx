/** The files of a tab, of which only those in sight are in the page. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";

import { FileRow } from "@/features/upload/FileRow";
import type { UploadQueue } from "@/features/upload/queue";
import type { Tab } from "@/features/upload/uploadFile";
import { TAB_NAMES } from "@/features/upload/words";

/** A row with one line of what became of the file; each is measured, because text wraps and people enlarge it. */
const ROW_PX = 65;
const OVERSCAN = 4;

interface Props {
  queue: UploadQueue;
  tab: Tab | "all";
  size: number;
}

export function FileList({ queue, tab, size }: Props) {
  const box = useRef<HTMLDivElement>(null);
  // The compiler that this is a warning for is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: size,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  return (
    <div
      ref={box}
      role="group"
      aria-label={`Files: ${TAB_NAMES[tab]}`}
      // A box that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="h-[max(20rem,calc(100dvh-30rem))] overflow-y-auto rounded-card border border-line bg-surface"
    >
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const file = queue.ledger.at(tab, index);
          if (!file) return null;
          return (
            <li
              key={file.id}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={size}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0 border-b border-line"
              style={{ transform: `translateY(${start}px)` }}
            >
              <FileRow file={file} revision={file.revision} isFast={rows.isScrolling} queue={queue} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
