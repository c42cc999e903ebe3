/** The scroll position of the grid as React sees it: the rows to draw, and a way to bring an item into view. */
import { type RefObject, useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

import type { Gate } from "./gate";
import { itemsIn, type Layout } from "./geometry";
import { Track, type View } from "./track";

interface Wishes {
  gate: Gate;
  layout: Layout | undefined;
  restoreKey: string | undefined;
  active: number;
  onRestore: (active: number) => void;
  onNear: ((first: number, last: number) => void) | undefined;
}

export function useTrack(box: RefObject<HTMLElement | null>, wishes: Wishes) {
  const { gate, layout, restoreKey } = wishes;
  const [view, setView] = useState<View>();
  const [rests, setRests] = useState(0);
  const track = useRef<Track>(undefined);

  useLayoutEffect(() => {
    if (!box.current) return undefined;
    const onView = (next: View, isUrgent: boolean) => {
      if (isUrgent) flushSync(() => setView(next));
      else setView(next);
    };
    track.current = new Track(box.current, gate, { onView, onRest: () => setRests((count) => count + 1) });
    return track.current.start();
  }, [box, gate]);

  const onRestore = useEffectEvent((active: number) => wishes.onRestore(active));
  useLayoutEffect(() => {
    const found = layout && track.current?.relayout(layout, restoreKey);
    if (found) onRestore(found.active);
  }, [layout, restoreKey]);

  const keep = useEffectEvent(() => track.current?.keep(wishes.active));
  useLayoutEffect(() => {
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("pagehide", keep);
      keep();
    };
  }, [restoreKey]);

  const tellNear = useEffectEvent((first: number, last: number) => wishes.onNear?.(first, last));
  useEffect(() => {
    if (!layout || !view || gate.isFast || view.last < view.first) return;
    const { first, last } = itemsIn(layout, view);
    tellNear(first, last);
  }, [layout, view, gate, rests]);

  const show = useCallback((index: number) => track.current?.show(index), []);
  return { view, show };
}
