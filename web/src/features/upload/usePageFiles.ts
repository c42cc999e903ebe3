/** Files that are dropped anywhere on the page, or pasted. */
import { useEffect, useRef, useState } from "react";

import { type Found, fromDrop, fromFiles, hasFiles } from "@/features/upload/entries";

/** True while files are dragged over the page. */
export function usePageFiles(take: (batches: AsyncGenerator<Found[]>) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  }, [take]);
  useEffect(() => {
    const events = new AbortController();
    const { signal } = events;
    listenForDrags(setOver, signal);
    document.addEventListener(
      "drop",
      (event) => {
        setOver(false);
        if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        latest.current(fromDrop(event.dataTransfer));
      },
      { signal },
    );
    document.addEventListener(
      "paste",
      ({ clipboardData }) => {
        if (clipboardData && clipboardData.files.length > 0) latest.current(fromFiles(Array.from(clipboardData.files)));
      },
      { signal },
    );
    return () => events.abort();
  }, []);
  return isOver;
}

function listenForDrags(setOver: (isOver: boolean) => void, signal: AbortSignal): void {
  const over = (event: DragEvent) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    setOver(true);
  };
  document.addEventListener("dragenter", over, { signal });
  document.addEventListener("dragover", over, { signal });
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && setOver(false), { signal });
}
