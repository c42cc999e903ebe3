/** A picture in a box that never changes its size. One that is not made yet is asked for again, a few times. */
import { useCallback, useEffect, useState } from "react";

import { cx } from "@/lib/cx";

interface Props {
  src: string;
  alt: string;
  /** Pixels of one side; without it the thumb is as wide as its parent, and square. */
  size?: number;
  /** True while the picture must not be asked for. */
  isHeld?: boolean;
  /** `contain` shows all of it. */
  fit?: "cover" | "contain";
  className?: string;
}

const WAITS_MS = [1000, 2000, 4000, 8000];

export function Thumb({ src, alt, size, isHeld = false, fit = "cover", className }: Props) {
  return (
    <div
      className={cx("relative aspect-square overflow-hidden rounded-control bg-raised", !size && "w-full", className)}
      style={size ? { width: size, height: size } : undefined}
    >
      {!isHeld && <Picture key={src} src={src} alt={alt} fit={fit} />}
    </div>
  );
}

function Picture({ src, alt, fit }: Required<Pick<Props, "src" | "alt" | "fit">>) {
  const [failures, setFailures] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const wait = WAITS_MS[failures - 1];
  useEffect(() => {
    if (wait === undefined) return undefined;
    const timer = setTimeout(() => setAttempt(failures), wait);
    return () => clearTimeout(timer);
  }, [failures, wait]);
  const load = useLoad(src);
  if (failures > WAITS_MS.length) return <NoPreview alt={alt} />;
  if (attempt < failures) return null;
  return (
    <img
      key={attempt}
      ref={load}
      alt={alt}
      decoding="async"
      draggable={false}
      onError={() => setFailures(attempt + 1)}
      className={cx("absolute inset-0 size-full", fit === "cover" ? "object-cover" : "object-contain")}
    />
  );
}

/** Asks for the picture while the element is there: one that leaves the page unfinished is no longer loaded. */
function useLoad(src: string) {
  return useCallback(
    (image: HTMLImageElement) => {
      image.src = src;
      return () => {
        if (!image.complete) image.removeAttribute("src");
      };
    },
    [src],
  );
}

function NoPreview({ alt }: { alt: string }) {
  return (
    <div
      role="img"
      aria-label={alt === "" ? "No preview yet" : `${alt}: no preview yet`}
      className="absolute inset-0 grid place-items-center p-2 text-center text-xs text-quiet"
    >
      No preview yet
    </div>
  );
}
