/** Puts controls and words of a cell beside its picture: what is inside the picture is one image to assistive technology. */
import { type ReactNode, useCallback, useState } from "react";
import { createPortal } from "react-dom";

export function Raised({ children }: { children: ReactNode }) {
  const [cell, setCell] = useState<Element | null>(null);
  const anchor = useCallback((node: Element | null) => {
    if (node) setCell(node.closest("[role=gridcell]"));
  }, []);
  return cell ? createPortal(children, cell) : <span ref={anchor} hidden />;
}
