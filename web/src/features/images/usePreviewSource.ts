/** Which preview to show: the large one, the small one where that is missing, and again later where none is made yet. */
import { useEffect, useState } from "react";

import { pictureUrl } from "@/lib/pictures";

export interface PreviewSource {
  /** Null while neither is there. */
  src: string | null;
  /** Alike for the same address asked again. */
  attempt: number;
  onError: () => void;
}

const MOST_TRIES = 5;
const FIRST_WAIT_MS = 1500;

export function usePreviewSource(large: string, small: string): PreviewSource {
  const [{ failed, tries }, setState] = useState({ failed: 0, tries: 0 });
  const isMissing = failed >= 2;
  useEffect(() => {
    if (!isMissing || tries >= MOST_TRIES) return undefined;
    const timer = setTimeout(() => setState({ failed: 0, tries: tries + 1 }), FIRST_WAIT_MS * 2 ** tries);
    return () => clearTimeout(timer);
  }, [isMissing, tries]);
  return {
    src: isMissing ? null : pictureUrl(failed === 0 ? large : small),
    attempt: tries,
    onError: () => setState((now) => ({ ...now, failed: now.failed + 1 })),
  };
}
