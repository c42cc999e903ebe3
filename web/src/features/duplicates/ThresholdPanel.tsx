/** How alike images have to be: a slider, what each value makes of the known pairs, and making it the one that counts. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { useConnection } from "@/api/connection";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";
import { useCan } from "@/api/session";
import { ErrorPanel } from "@/components/ErrorPanel";
import { putThreshold } from "@/features/duplicates/calls";
import type { Histogram, Preview, Scope } from "@/features/duplicates/model";
import { betweenWords, pairsAt, randomAt } from "@/features/duplicates/pairs";
import { histogramQuery, previewQuery } from "@/features/duplicates/queries";
import { FEWEST, MOST } from "@/features/duplicates/search";
import { TierHistogram } from "@/features/duplicates/TierHistogram";
import { useDebounced } from "@/features/duplicates/useDebounced";
import { notify } from "@/lib/actions";
import { cx } from "@/lib/cx";
import { bytes, count, counted, threshold } from "@/lib/format";
import { useHotkeys } from "@/lib/hotkeys";
import { Button } from "@/ui/Button";
import { Skeleton } from "@/ui/Skeleton";
import { Slider } from "@/ui/Slider";

const QUIET_MS = 150;
const KEY_STEP = 5;

interface Props {
  dataset: Scope;
  /** What the groups are kept at, in thousandths, and how many there are. */
  kept: { perMille: number; groups: number };
  /** What is looked at. */
  looked: number | undefined;
  onLook: (perMille: number | undefined) => void;
  /** Counts may change: a detection is running. */
  isProvisional: boolean;
}

export function ThresholdPanel({ dataset, kept, looked, onLook, isProvisional }: Props) {
  const panel = useRef<HTMLElement>(null);
  const [moving, setMoving] = useState<number | null>(null);
  const perMille = moving ?? looked ?? kept.perMille;
  const settle = (value: number) => {
    setMoving(null);
    onLook(value === kept.perMille ? undefined : value);
  };
  const nudge = (by: number) => settle(Math.min(MOST, Math.max(FEWEST, perMille + by)));
  useHotkeys("threshold", [
    { keys: ",", does: "Threshold lower by 0.005", run: () => nudge(-KEY_STEP) },
    { keys: ".", does: "Threshold higher by 0.005", run: () => nudge(KEY_STEP) },
  ]);
  const back = () => {
    onLook(undefined);
    panel.current?.focus();
  };
  const histogram = useQuery(histogramQuery(dataset));
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label="Threshold"
      className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4"
    >
      <Slider
        label="Threshold"
        value={perMille}
        min={FEWEST}
        max={MOST}
        onChange={setMoving}
        onSettle={settle}
        show={threshold}
        read={(text) => Number(text.replace(",", ".")) * 1000}
      >
        {histogram.data ? (
          <TierHistogram histogram={histogram.data} perMille={perMille} />
        ) : histogram.error ? (
          <ErrorPanel error={histogram.error} onRetry={() => void histogram.refetch()} />
        ) : (
          <Skeleton className="h-40" />
        )}
      </Slider>
      {histogram.data && <Pairs histogram={histogram.data} perMille={perMille} />}
      <Figures dataset={dataset} kept={kept} perMille={perMille} onUsed={back} />
      {isProvisional && <p className="text-sm text-warn">Provisional: a detection is running, and these may change.</p>}
    </section>
  );
}

/** Counted here, at each movement of the slider. */
function Pairs({ histogram, perMille }: { histogram: Histogram; perMille: number }) {
  return (
    <p className="text-sm">
      <strong className="tabular-nums">{betweenWords(pairsAt(histogram, perMille))} pairs</strong> are at least{" "}
      {threshold(perMille)} alike.{" "}
      <span className="text-quiet">
        Of {count(histogram.random_total)} pairs drawn at random, {betweenWords(randomAt(histogram, perMille))} are.
      </span>
    </p>
  );
}

interface FiguresProps extends Pick<Props, "dataset" | "kept"> {
  perMille: number;
  onUsed: () => void;
}

/** Counted by the API as soon as the slider rests. */
function Figures({ dataset, kept, perMille, onUsed }: FiguresProps) {
  const settled = useDebounced(perMille, QUIET_MS);
  const { data, error, isPlaceholderData, refetch } = useQuery(previewQuery(dataset, settled));
  const isOld = isPlaceholderData || settled !== perMille;
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-16" />;
  return (
    <>
      <p role="status" aria-busy={isOld} className={cx("text-sm tabular-nums", isOld && "opacity-50")}>
        <strong>{counted(data.groups, "group")}</strong>, {counted(data.images, "image")},{" "}
        {counted(data.duplicates, "duplicate")}, {bytes(data.reclaimable_bytes)} to free
      </p>
      <UseIt dataset={dataset} kept={kept} perMille={perMille} preview={isOld ? undefined : data} onUsed={onUsed} />
    </>
  );
}

function UseIt({ dataset, kept, perMille, preview, onUsed }: FiguresProps & { preview: Preview | undefined }) {
  const cache = useQueryClient();
  const canEdit = useCan("editor");
  const isAway = useConnection((connection) => connection.isAway);
  const using = useMutation({
    mutationFn: (wanted: number) => putThreshold(dataset, wanted),
    onSuccess: async (_run, wanted) => {
      await cache.invalidateQueries({ queryKey: keys.duplicates.all });
      notify({ title: `Grouped at ${threshold(wanted)}`, detail: "Decisions were kept.", tone: "good" });
      onUsed();
    },
    onError: (error) => notify({ ...wordsOf(error), tone: "bad" }),
  });
  if (perMille === kept.perMille)
    return <p className="text-sm text-quiet">The groups are kept at {threshold(kept.perMille)}, for everybody.</p>;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-quiet">
        Kept at {threshold(kept.perMille)} now, with {counted(kept.groups, "group")}.{" "}
        {preview && `At ${threshold(perMille)} there would be ${count(preview.groups)}, for everybody; decisions stay.`}
      </p>
      <div className="flex flex-wrap gap-2">
        {canEdit && (
          <Button
            look="primary"
            disabled={!preview || isAway || using.isPending}
            title={isAway ? "Semblance does not answer" : undefined}
            onClick={() => using.mutate(perMille)}
          >
            {using.isPending ? "Grouping …" : "Use this threshold"}
          </Button>
        )}
        <Button onClick={onUsed}>Back to {threshold(kept.perMille)}</Button>
      </div>
    </div>
  );
}
