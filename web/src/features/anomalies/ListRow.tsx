/** One line of the list: the picture, its scores, what was said, and whether it is chosen. */
import { Thumb } from "@/components/Thumb";
import { type Anomaly, METHODS, type Run } from "@/features/anomalies/question";
import { figure, isPast, METHOD_NAMES, nameOf, zScore } from "@/features/anomalies/words";
import { cx } from "@/lib/cx";
import { counted, percent } from "@/lib/format";
import { pictureUrl } from "@/lib/pictures";
import { Badge } from "@/ui/Badge";

interface Props {
  anomaly: Anomaly;
  run: Run;
  index: number;
  /** Pixels from the head of the list. */
  start: number;
  /** Undefined for those who cannot choose. */
  isChosen: boolean | undefined;
  onToggle: (imageId: string) => void;
  onOpen: (imageId: string) => void;
}

/** The columns of the head and of each line; narrow screens have the picture with all else under its name. */
export const LIST_COLUMNS =
  "flex items-center gap-3 px-3 md:grid md:grid-cols-[minmax(0,1fr)_5rem_6rem_5rem_11rem_8rem]";
export const LIST_COLUMNS_WITH_TICK =
  "flex items-center gap-3 px-3 md:grid md:grid-cols-[2rem_minmax(0,1fr)_5rem_6rem_5rem_11rem_8rem]";

const NUMBER = "text-sm tabular-nums max-md:hidden";

export function ListRow({ anomaly, run, index, start, isChosen, onToggle, onOpen }: Props) {
  const { image, score, percentile, robust_z } = anomaly;
  const id = image.image_id;
  const name = nameOf(anomaly);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={cx(
        "absolute inset-x-0 h-18 border-b border-line",
        isChosen === undefined ? LIST_COLUMNS : LIST_COLUMNS_WITH_TICK,
        isChosen && "bg-accent-soft",
      )}
      style={{ transform: `translateY(${start}px)` }}
    >
      {isChosen !== undefined && (
        <span role="cell" className="grid size-8 shrink-0 place-items-center">
          <input
            type="checkbox"
            className="size-5"
            aria-label={`Select ${name}`}
            checked={isChosen}
            onChange={() => onToggle(id)}
          />
        </span>
      )}
      <span role="cell" className="min-w-0 flex-1">
        <button
          type="button"
          className="flex w-full items-center gap-3 rounded-control text-left"
          onClick={() => onOpen(id)}
        >
          <Thumb src={pictureUrl(image.preview_url)} alt="" size={56} className="shrink-0" />
          <span className="min-w-0">
            <span className="block truncate text-sm font-medium">{name}</span>
            <span className="block truncate text-xs text-quiet">
              <span className="md:hidden">score {figure(score)} · </span>
              {image.width} × {image.height}
            </span>
          </span>
        </button>
      </span>
      <span role="cell" className={NUMBER}>
        {figure(score)}
      </span>
      <span role="cell" className={NUMBER}>
        {percent(percentile / 100)}
      </span>
      <span role="cell" className={NUMBER}>
        {zScore(robust_z)}
      </span>
      <span role="cell" className="text-xs max-md:hidden">
        {flagsOf(anomaly, run)}
      </span>
      <span role="cell" className="shrink-0">
        <Said anomaly={anomaly} />
      </span>
    </div>
  );
}

/** The methods past whose fence it is, in words. */
function flagsOf(anomaly: Anomaly, run: Run): string {
  if (anomaly.in_reference_set) return "normal here";
  const by = METHODS.filter((method) =>
    method === anomaly.method ? anomaly.flagged : isPast(anomaly, run, method) === true,
  );
  return by.map((method) => METHOD_NAMES[method]).join(", ") || "by no method";
}

function Said({ anomaly }: { anomaly: Anomaly }) {
  const said = anomaly.reviews.filter((one) => one.verdict !== null).length;
  return said > 0 ? <Badge>{counted(said, "review")}</Badge> : <span className="sr-only">not reviewed</span>;
}
