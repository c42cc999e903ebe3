/** The detail of an image beside a list of images: an aside, and on narrow screens a sheet over the page. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight, Maximize2, X } from "lucide-react";
import { useRef, useState } from "react";

import { imageQuery } from "@/api/images";
import type { Question } from "@/features/images/feedback";
import { LoadedDetail } from "@/features/images/LoadedDetail";
import { paramsOf, type Place, START } from "@/features/images/place";
import { titleOf } from "@/features/images/titles";
import { useDetailKeys } from "@/features/images/useDetailKeys";
import type { ShownAt } from "@/features/images/useFeedback";
import { useFocusOfList, useKeptFocus, useReturnedFocus } from "@/features/images/useReturnedFocus";
import { type Go, WalkLink } from "@/features/images/WalkLink";
import { useMedia } from "@/lib/useMedia";
import { Button, buttonLooks } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

export interface DetailPanelProps {
  imageId: string;
  onClose: () => void;
  /** To the neighbour in the list. */
  onStep?: (by: 1 | -1) => void;
  /** Search with this image as the question. */
  onFindSimilar: (imageId: string) => void;
  /** The question whose answer showed the image; without it, it cannot be said to fit or not. */
  query?: Question | undefined;
  /** Where the answer showed it. */
  shownAt?: ShownAt | undefined;
  /** What is looked at, when the URL holds it (place.ts); otherwise the panel keeps it itself. */
  place?: Place | undefined;
  /** Go to an image and place; without it a walk to a similar image goes to that image's page. */
  onGo?: Go;
}

export function DetailPanel(props: DetailPanelProps) {
  const isNarrow = useMedia("(width < 900px)");
  useFocusOfList();
  return isNarrow ? <Sheet {...props} /> : <Aside {...props} />;
}

function Aside(props: DetailPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useReturnedFocus(heading);
  useKeptFocus(heading, props.imageId);
  return (
    <aside
      aria-label="Image"
      className="sticky top-14 h-[calc(100dvh-3.5rem)] w-105 shrink-0 self-start overflow-y-auto border-l border-line bg-surface"
    >
      <div className="sticky top-0 z-10 flex items-center gap-1 border-b border-line bg-surface py-2 pr-2 pl-4">
        <h2
          ref={heading}
          tabIndex={-1}
          className="min-w-0 flex-1 truncate font-semibold outline-none focus-visible:shadow-none"
        >
          <Title imageId={props.imageId} />
        </h2>
        <Steps {...props} />
        <Button look="quiet" size="icon" aria-label="Close the image" onClick={props.onClose}>
          <X aria-hidden size={18} />
        </Button>
      </div>
      <div className="p-4">
        <Body {...props} scope="image" />
      </div>
    </aside>
  );
}

function Sheet(props: DetailPanelProps) {
  const { data } = useQuery(imageQuery(props.imageId));
  const content = useRef<HTMLDivElement>(null);
  const title = data ? titleOf(data) : "Image";
  useKeptFocus(content, props.imageId);
  return (
    <Dialog title={title} size="sheet" onClose={props.onClose}>
      <div
        ref={content}
        role="group"
        aria-label={title}
        tabIndex={-1}
        className="outline-none focus-visible:shadow-none"
      >
        <div className="mb-3 flex justify-end">
          <Steps {...props} />
        </div>
        <Body {...props} scope="dialog: image" />
      </div>
    </Dialog>
  );
}

function Title({ imageId }: { imageId: string }) {
  const { data } = useQuery(imageQuery(imageId));
  return data ? titleOf(data) : imageId;
}

function Steps({ imageId, onStep, place }: DetailPanelProps) {
  return (
    <>
      {onStep && (
        <>
          <Button look="quiet" size="icon" aria-label="Previous image" onClick={() => onStep(-1)}>
            <ChevronLeft aria-hidden size={18} />
          </Button>
          <Button look="quiet" size="icon" aria-label="Next image" onClick={() => onStep(1)}>
            <ChevronRight aria-hidden size={18} />
          </Button>
        </>
      )}
      <WalkLink
        imageId={imageId}
        place={place ?? START}
        from={imageId}
        onGo={undefined}
        label="Open on its own page"
        className={buttonLooks({ look: "quiet", size: "icon" })}
      >
        <Maximize2 aria-hidden size={16} />
      </WalkLink>
    </>
  );
}

function Body({
  imageId,
  onClose,
  onStep,
  onFindSimilar,
  query,
  shownAt,
  place,
  onGo,
  scope,
}: DetailPanelProps & { scope: string }) {
  const [kept, setKept] = useState(START);
  const navigate = useNavigate();
  const now = place ?? kept;
  const onPlace = onGo && place ? (next: Place) => onGo(imageId, next) : setKept;
  const toPage: Go = (id, next) => void navigate({ to: "/images/$id", params: { id }, search: paramsOf(next) });
  useDetailKeys({ scope, imageId, place: now, onPlace, go: onGo ?? toPage, onFindSimilar, onStep, onClose });
  return (
    <LoadedDetail
      imageId={imageId}
      layout="panel"
      scope={scope}
      place={now}
      onPlace={onPlace}
      onGo={onGo}
      onFindSimilar={onFindSimilar}
      question={query}
      shownAt={shownAt}
    />
  );
}
