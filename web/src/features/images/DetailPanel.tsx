/** The detail of an image beside a list of images: an aside, and on narrow screens a sheet over the page. */
import { X } from "lucide-react";

import type { components } from "@/api/schema";
import type { Place } from "@/features/images/place";
import { useImage } from "@/features/images/useImage";
import { useHotkeys } from "@/lib/hotkeys";
import { Button } from "@/ui/Button";

export interface DetailPanelProps {
  imageId: string;
  onClose: () => void;
  /** To the neighbour in the list. */
  onStep?: (by: 1 | -1) => void;
  /** Search with this image as the question. */
  onFindSimilar: (imageId: string) => void;
  /** The question whose answer showed the image; without it, it cannot be said to fit or not. */
  query?: components["schemas"]["QueryIn"] | undefined;
  /** What is looked at, when the URL holds it (place.ts); otherwise the panel keeps it itself. */
  place?: Place | undefined;
  /** Go to an image and place; without it a walk to a similar image goes to that image's page. */
  onGo?: (imageId: string, place: Place) => void;
}

export function DetailPanel({ imageId, onClose }: DetailPanelProps) {
  const { data } = useImage(imageId);
  useHotkeys("image", [{ keys: "Escape", does: "Close the image", run: onClose }]);
  return (
    <aside
      aria-label="Image"
      className="sticky top-14 h-[calc(100dvh-3.5rem)] w-105 shrink-0 self-start overflow-y-auto border-l border-line bg-surface p-4"
    >
      <div className="flex items-center justify-between gap-2">
        <h2 className="truncate font-semibold">{data?.filename ?? imageId}</h2>
        <Button look="quiet" size="icon" aria-label="Close the image" onClick={onClose}>
          <X aria-hidden size={18} />
        </Button>
      </div>
    </aside>
  );
}
