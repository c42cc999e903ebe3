/** The results as a grid. */
import { ThumbGrid } from "@/components/thumbGrid/ThumbGrid";
import type { Selection } from "@/components/thumbGrid/selection";
import { type Found, keyOf, labelOf } from "@/features/search/found";
import { renderCell } from "@/features/search/ResultCell";
import type { Answer } from "@/features/search/useAnswer";
import { cx } from "@/lib/cx";

interface Props {
  answer: Answer;
  /** The place of the image whose detail is open. */
  focused: number | undefined;
  onFocus: (index: number) => void;
  onOpen: (found: Found) => void;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  tile: number;
  /** While the first page is awaited, so many places. */
  places: number;
  questionKey: string;
}

const CAPTION = 24;

export function ResultGrid({ answer, focused, places, tile, questionKey, ...hands }: Props) {
  return (
    <div
      aria-busy={answer.isPending || answer.isOld}
      className={cx("absolute inset-y-0 inset-x-1 transition-opacity sm:inset-x-3", answer.isOld && "opacity-50")}
    >
      <ThumbGrid
        label={answer.question ? "Search results" : "Newest images"}
        items={answer.items}
        total={answer.isPending ? places : answer.total}
        keyOf={keyOf}
        labelOf={labelOf}
        render={renderCell}
        tile={tile}
        captionHeight={CAPTION}
        onNear={(_, last) => {
          if (last >= answer.items.length - 1) answer.more();
        }}
        restoreKey={questionKey}
        {...(focused === undefined ? {} : { focused })}
        {...hands}
      />
    </div>
  );
}
