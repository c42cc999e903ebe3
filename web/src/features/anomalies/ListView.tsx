/** The queue as a table, of which only what is seen is drawn: many images, one verdict. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";

import { useCan } from "@/api/session";
import { BulkBar } from "@/features/anomalies/BulkBar";
import { LIST_COLUMNS, LIST_COLUMNS_WITH_TICK, ListRow } from "@/features/anomalies/ListRow";
import type { Change, Question, Run } from "@/features/anomalies/question";
import type { Queue } from "@/features/anomalies/useQueue";
import { cx } from "@/lib/cx";
import { count } from "@/lib/format";

interface Props {
  question: Question;
  change: Change;
  queue: Queue;
  run: Run;
}

const ROW_PX = 72;
const BEFORE_THE_END = 12;

export default function ListView({ question, change, queue, run }: Props) {
  const { items, hasMore, loadMore } = queue;
  const isEditor = useCan("editor");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const box = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler, which it breaks, is not used
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => items[index]?.image.image_id ?? index,
    overscan: 6,
  });
  const shown = rows.getVirtualItems();
  const isNearEnd = hasMore && (shown.at(-1)?.index ?? 0) >= items.length - BEFORE_THE_END;
  useEffect(() => {
    if (isNearEnd) void loadMore();
  }, [isNearEnd, loadMore, items.length]);
  const toggle = (id: string) => setChosen((now) => toggled(now, id));
  return (
    <div className="flex flex-col gap-3">
      {isEditor && <BulkBar {...{ question, queue, chosen, setChosen }} />}
      <div
        role="table"
        aria-label="Queue"
        aria-rowcount={hasMore ? -1 : items.length + 1}
        className="overflow-hidden rounded-card border border-line bg-surface"
      >
        <Head isEditor={isEditor} />
        <div ref={box} role="rowgroup" className="max-h-[max(20rem,calc(100dvh-26rem))] overflow-y-auto">
          <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
            {shown.map(({ index, key, start }) => {
              const anomaly = items[index];
              return (
                anomaly && (
                  <ListRow
                    key={key}
                    {...{ anomaly, run, index, start }}
                    isChosen={isEditor ? chosen.has(anomaly.image.image_id) : undefined}
                    onToggle={toggle}
                    onOpen={(i) => change({ view: undefined, i })}
                  />
                )
              );
            })}
          </div>
        </div>
      </div>
      <p className="text-sm text-quiet">
        {count(items.length)} {hasMore ? "loaded; more come as you scroll" : "in all"}
      </p>
    </div>
  );
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

const HEADS = ["Image", "Score", "Odder than", "Robust z", "Flagged", "Reviews"];

function Head({ isEditor }: { isEditor: boolean }) {
  return (
    <div role="rowgroup" className="border-b border-line text-xs text-quiet">
      <div
        role="row"
        aria-rowindex={1}
        className={cx(isEditor ? LIST_COLUMNS_WITH_TICK : LIST_COLUMNS, "py-2 font-medium")}
      >
        {isEditor && (
          <span role="columnheader">
            <span className="sr-only">Select</span>
          </span>
        )}
        {HEADS.map((name, at) => (
          <span key={name} role="columnheader" className={at === 0 ? "" : "max-md:sr-only"}>
            {name}
          </span>
        ))}
      </div>
    </div>
  );
}
