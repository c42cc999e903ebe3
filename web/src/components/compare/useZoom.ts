/** One view for all panes: wheel, pointer, keys and buttons move it. */
import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";

import { useHotkeys } from "@/lib/hotkeys";

import { FIT, panned, STEP, type View, zoomed } from "./view";

const WHEEL_STEP = 1.15;

export function useZoom(stage: RefObject<HTMLElement | null>) {
  const [view, setView] = useState<View>(FIT);
  const zoom = useCallback((factor: number) => setView((now) => zoomed(now, factor)), []);
  const fit = useCallback(() => setView(FIT), []);
  useHotkeys("compare", [
    { keys: "+", does: "Closer", run: () => zoom(STEP) },
    { keys: "=", does: "Closer (without Shift)", run: () => zoom(STEP) },
    { keys: "-", does: "Farther", run: () => zoom(1 / STEP) },
    { keys: "0", does: "All of the picture", run: fit },
  ]);
  useWheel(stage, setView);
  return { view, zoom, fit, pan: usePan(view.scale > 1, setView) };
}

type SetView = (change: (now: View) => View) => void;

/** Towards the pointer. Farther than all of it there is nothing: then the wheel scrolls the page. */
function useWheel(stage: RefObject<HTMLElement | null>, setView: SetView): void {
  useEffect(() => {
    const element = stage.current;
    if (!element) return undefined;
    const turn = (event: WheelEvent) => {
      const pane = event.target instanceof Element ? event.target.closest("[data-pane]") : null;
      if (!pane) return;
      const { left, top, width, height } = pane.getBoundingClientRect();
      const factor = event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP;
      if (factor < 1 && element.dataset["fits"] === "true") return;
      event.preventDefault();
      setView((now) => zoomed(now, factor, (event.clientX - left) / width, (event.clientY - top) / height));
    };
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [setView, stage]);
}

/** The picture follows the pointer in the pane where it was taken; the others go along. */
function usePan(isOn: boolean, setView: SetView) {
  const from = useRef<{ x: number; y: number; pane: Element }>(undefined);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const pane = event.target instanceof Element ? event.target.closest("[data-pane]") : null;
      if (!isOn || !pane || event.button !== 0) return;
      from.current = { x: event.clientX, y: event.clientY, pane };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: ({ clientX: x, clientY: y }: PointerEvent<HTMLElement>) => {
      const last = from.current;
      if (!last) return;
      from.current = { ...last, x, y };
      const { width, height } = last.pane.getBoundingClientRect();
      setView((now) => panned(now, (x - last.x) / width, (y - last.y) / height));
    },
    onPointerUp: () => {
      from.current = undefined;
    },
  };
}
