/** The shortcuts of an image's detail. */
import { useRouter } from "@tanstack/react-router";

import { pageAddressOf } from "@/features/images/addresses";
import { type Place, walkedBack } from "@/features/images/place";
import type { Go } from "@/features/images/WalkLink";
import { announce } from "@/lib/announce";
import { notify } from "@/lib/actions";
import { copy } from "@/lib/clipboard";
import { type Hotkey, useHotkeys } from "@/lib/hotkeys";

interface Wanted {
  scope: string;
  imageId: string;
  place: Place;
  onPlace: (place: Place) => void;
  /** Go to an image and place. */
  go: Go;
  onFindSimilar: (imageId: string) => void;
  onStep?: ((by: 1 | -1) => void) | undefined;
  onClose?: (() => void) | undefined;
}

export function useDetailKeys({ scope, imageId, place, onPlace, go, onFindSimilar, onStep, onClose }: Wanted): void {
  const walkBack = useWalkBack(imageId, place, go);
  const toggle = () => onPlace({ ...place, tab: "similar", isLooking: place.tab !== "similar" || !place.isLooking });
  const steps: Hotkey[] = onStep
    ? [
        { keys: "[", does: "Previous image", run: () => onStep(-1) },
        { keys: "]", does: "Next image", run: () => onStep(1) },
      ]
    : [];
  const close: Hotkey[] = onClose ? [{ keys: "Escape", does: "Close the image", run: onClose }] : [];
  useHotkeys(scope, [
    ...steps,
    { keys: "f", does: "Find similar images, or hide them", run: toggle },
    { keys: "Shift+f", does: "Search with this image", run: () => onFindSimilar(imageId) },
    { keys: "c", does: "Copy the id", run: () => void copyText(imageId, "id") },
    { keys: "Shift+c", does: "Copy the address", run: () => void copyText(pageAddressOf(imageId), "address") },
    { keys: "Alt+ArrowLeft", does: "Back to the image before", run: walkBack, when: place.hops.length > 0 },
    ...close,
  ]);
}

/** Back to the last hop: the browser's own step back where that is where it leads. */
function useWalkBack(imageId: string, place: Place, go: Go): () => void {
  const router = useRouter();
  return () => {
    const hop = place.hops.at(-1);
    if (hop === undefined || hop === imageId) return;
    if (router.state.location.state.walkedFrom === hop) router.history.back();
    else go(hop, walkedBack(place, place.hops.length - 1));
  };
}

async function copyText(text: string, what: string): Promise<void> {
  if (await copy(text)) announce(`Copied the ${what}`);
  else notify({ title: `The ${what} could not be copied`, detail: text, tone: "bad" });
}
