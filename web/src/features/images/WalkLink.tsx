/** A link to another image's detail that remembers over which one somebody came. */
import { Link } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";

import { paramsOf, type Place } from "@/features/images/place";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The image from which this step of the history was walked. */
    walkedFrom?: string;
  }
}

export type Go = (imageId: string, place: Place) => void;

interface Props {
  imageId: string;
  place: Place;
  /** The image that is left. */
  from: string;
  /** Instead of going to the image's page. */
  onGo: Go | undefined;
  className?: string;
  label?: string;
  children: ReactNode;
}

export function WalkLink({ imageId, place, from, onGo, className, label, children }: Props) {
  const press = (event: MouseEvent) => {
    const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
    if (!onGo || isElsewhere) return;
    event.preventDefault();
    onGo(imageId, place);
  };
  return (
    <Link
      to="/images/$id"
      params={{ id: imageId }}
      search={paramsOf(place)}
      state={{ walkedFrom: from }}
      className={className}
      aria-label={label}
      preload={false}
      onClick={press}
    >
      {children}
    </Link>
  );
}
