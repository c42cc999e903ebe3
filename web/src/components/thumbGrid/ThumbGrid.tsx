/** A grid of thumbnails for results of any size: only what is in view, and what will be, is in the page. */
import { type ReactNode, type RefObject, useLayoutEffect, useMemo, useRef, useState } from "react";

import { Gate } from "./gate";
import { type Layout, layoutOf } from "./geometry";
import { GridRows } from "./GridRows";
import type { ThumbGridProps } from "./types";
import { useBoxSize } from "./useBoxSize";
import { useGridInput } from "./useGridInput";
import { useRovingFocus } from "./useRovingFocus";
import { useTrack } from "./useTrack";

const BOX =
  "relative h-full overflow-x-hidden overflow-y-auto outline-none select-none " +
  "[contain:strict] [overflow-anchor:none] [scrollbar-gutter:stable]";

export function ThumbGrid<T>(props: ThumbGridProps<T>): ReactNode {
  const { total, focused, coveredEnd, restoreKey, onNear } = props;
  const box = useRef<HTMLDivElement>(null);
  const [gate] = useState(() => new Gate());
  const layout = useLayout(box, props);
  const { active, focus, setChosen, handlers } = useRovingFocus(box, total, focused, props.onFocus);
  const { view, show } = useTrack(box, { gate, layout, restoreKey, active, onRestore: setChosen, onNear });
  const isLaidOut = layout !== undefined;
  useLayoutEffect(() => {
    if (isLaidOut && focused !== undefined) show(focused);
  }, [isLaidOut, focused, show]);
  const input = useGridInput(props, layout, { active, focus, show });
  return (
    <div
      ref={box}
      tabIndex={-1}
      className={BOX}
      style={{ scrollPaddingBlockEnd: coveredEnd }}
      {...(layout && total > 0 && rolesOf(props, layout))}
      {...handlers}
      {...input}
    >
      {layout && view && total > 0 && (
        <GridRows
          layout={layout}
          view={view}
          active={active}
          items={props.items}
          keyOf={props.keyOf}
          labelOf={props.labelOf}
          render={props.render}
          selection={props.onSelect && props.selection}
          gate={gate}
        />
      )}
    </div>
  );
}

function useLayout<T>(box: RefObject<HTMLDivElement | null>, props: ThumbGridProps<T>): Layout | undefined {
  const { total, tile, captionHeight = 0, coveredEnd = 0 } = props;
  const size = useBoxSize(box);
  return useMemo(
    () => size && layoutOf({ ...size, total, tile, captionHeight, coveredEnd }),
    [size, total, tile, captionHeight, coveredEnd],
  );
}

/** The counts are those of the whole result, not of what is in the page. A grid of nothing is no grid. */
function rolesOf<T>({ label, selection, onSelect }: ThumbGridProps<T>, layout: Layout) {
  return {
    role: "grid",
    "aria-label": label,
    "aria-rowcount": layout.rows,
    "aria-colcount": layout.columns,
    "aria-multiselectable": (selection !== undefined && onSelect !== undefined) || undefined,
  };
}
