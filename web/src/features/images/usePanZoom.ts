/** Zoom and pan of a picture in a box: pointer, wheel, keys and buttons all end here. */
import { type KeyboardEvent, type PointerEvent, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";

import {
  FITTED,
  type Frame,
  moved,
  oneToOne,
  scaledTo,
  type Size,
  STEP,
  type View,
  zoomed,
} from "@/features/images/zoom";

const ARROW_PX = 40;
const ARROWS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: ARROW_PX, y: 0 },
  ArrowRight: { x: -ARROW_PX, y: 0 },
  ArrowUp: { x: 0, y: ARROW_PX },
  ArrowDown: { x: 0, y: -ARROW_PX },
};

export interface Zooming {
  in: () => void;
  out: () => void;
  fit: () => void;
  actual: () => void;
}

/** `box` goes on the element that holds the picture; `picture` has the picture's own pixels. */
export function usePanZoom(picture: Size) {
  const [view, setView] = useState<View>(FITTED);
  const [box, setBox] = useState<Size>({ width: 0, height: 0 });
  const element = useRef<HTMLDivElement>(null);
  const frame = useMemo<Frame>(() => ({ box, picture }), [box, picture]);
  useBoxSize(element, setBox);
  useWheel(element, view, frame, setView);
  const zooming = useMemo<Zooming>(
    () => ({
      in: () => setView((now) => zoomed(now, frame, STEP)),
      out: () => setView((now) => zoomed(now, frame, 1 / STEP)),
      fit: () => setView(FITTED),
      actual: () => setView((now) => scaledTo(now, frame, oneToOne(frame))),
    }),
    [frame],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const by = ARROWS[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    setView((now) => moved(now, frame, by));
  };
  const drag = useDrag((by) => setView((now) => moved(now, frame, by)));
  return { element, view, frame, zooming, onKeyDown, drag, isFitted: view.scale === 1 };
}

function useBoxSize(element: React.RefObject<HTMLDivElement | null>, setBox: (size: Size) => void): void {
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    const measure = () => setBox({ width: box.clientWidth, height: box.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [element, setBox]);
}

/** The wheel zooms under the pointer. Of a fitted picture it makes nothing smaller: then the page scrolls. */
function useWheel(
  element: React.RefObject<HTMLDivElement | null>,
  view: View,
  frame: Frame,
  setView: (view: View) => void,
): void {
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    const turn = (event: WheelEvent) => {
      if (event.deltaY === 0 || (event.deltaY > 0 && view.scale <= 1)) return;
      event.preventDefault();
      const bounds = box.getBoundingClientRect();
      const at = {
        x: event.clientX - bounds.left - bounds.width / 2,
        y: event.clientY - bounds.top - bounds.height / 2,
      };
      setView(zoomed(view, frame, event.deltaY < 0 ? STEP : 1 / STEP, at));
    };
    box.addEventListener("wheel", turn, { passive: false });
    return () => box.removeEventListener("wheel", turn);
  }, [element, frame, setView, view]);
}

function useDrag(move: (by: { x: number; y: number }) => void) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const start = useCallback((event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    from.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  }, []);
  const stop = useCallback(() => {
    from.current = null;
  }, []);
  return {
    onPointerDown: start,
    onPointerMove: (event: PointerEvent) => {
      if (!from.current) return;
      const by = { x: event.clientX - from.current.x, y: event.clientY - from.current.y };
      from.current = { x: event.clientX, y: event.clientY };
      move(by);
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  };
}
