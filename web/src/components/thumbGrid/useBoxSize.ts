/** The inner size of an element: known before the first paint, so that nothing moves, and followed from then on. */
import { type RefObject, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";

interface Size {
  width: number;
  height: number;
}

/** What a box without a size is taken for: it is hidden, or nothing is laid out at all. */
const USUAL: Size = { width: 1024, height: 768 };

export function useBoxSize(box: RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = () => {
      const width = element.clientWidth || USUAL.width;
      const height = element.clientHeight || USUAL.height;
      setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const watcher = new ResizeObserver(() => flushSync(measure));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [box]);
  return size;
}
