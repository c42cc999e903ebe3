/** Pictures that come to the page by themselves: dropped on it, or pasted. */
import { type DragEvent, useEffect, useRef, useState } from "react";

import { pictureAmong } from "@/features/search/chosenFiles";
import { notify } from "@/lib/actions";

export function useIncoming(onFile: (file: File) => void) {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onFile);
  useEffect(() => {
    latest.current = onFile;
  });

  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = pictureAmong(event.clipboardData?.files);
      if (!file || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      latest.current(file);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, []);

  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };
  const leave = (event: DragEvent) => {
    const to = event.relatedTarget;
    if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
  };
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(false);
    const file = pictureAmong(event.dataTransfer.files);
    if (file) onFile(file);
    else notify({ title: "That is no picture", detail: "Drop one picture to search by it.", tone: "bad" });
  };
  return { isOver, handlers: { onDragEnter: over, onDragOver: over, onDragLeave: leave, onDrop: drop } };
}
