/** The detail of an image, as it stands in the panel and on its page. */
import { lazy, Suspense, useEffect, useRef } from "react";

import { HopTrail } from "@/features/images/HopTrail";
import { Identity } from "@/features/images/Identity";
import type { Question } from "@/features/images/feedback";
import { type Place, type Tab, TABS } from "@/features/images/place";
import { Preview } from "@/features/images/Preview";
import { SimilarTab } from "@/features/images/SimilarTab";
import { StateNotice } from "@/features/images/StateNotice";
import { titleOf } from "@/features/images/titles";
import type { ShownAt } from "@/features/images/useFeedback";
import type { ImageDetail } from "@/api/images";
import type { Go } from "@/features/images/WalkLink";
import { cx } from "@/lib/cx";
import { Skeleton } from "@/ui/Skeleton";
import { Tabs } from "@/ui/Tabs";

const PayloadTab = lazy(() => import("@/features/images/PayloadTab"));
const QualityTab = lazy(() => import("@/features/images/QualityTab"));
const GroupsTab = lazy(() => import("@/features/images/GroupsTab"));
const FeedbackTab = lazy(() => import("@/features/images/FeedbackTab"));

const NAMES: Readonly<Record<Tab, string>> = {
  similar: "Similar",
  payload: "Payload",
  quality: "Quality",
  groups: "Groups",
  feedback: "Feedback",
};
const CHOICES = TABS.map((id) => ({ id, name: NAMES[id] }));

export interface DetailProps {
  image: ImageDetail;
  layout: "panel" | "page";
  /** Under which name its shortcuts are listed. */
  scope: string;
  place: Place;
  /** Show another part of the same image. */
  onPlace: (place: Place) => void;
  onGo: Go | undefined;
  onFindSimilar: (imageId: string) => void;
  question: Question | undefined;
  shownAt: ShownAt | undefined;
}

export function Detail(props: DetailProps) {
  const { image, layout, scope, place, onPlace, onGo } = props;
  const isPage = layout === "page";
  const top = useTopAfterWalk(place.hops.at(-1));
  return (
    <div
      ref={top}
      className={cx("grid scroll-mt-24 items-start gap-6", isPage && "lg:grid-cols-[minmax(0,3fr)_minmax(24rem,2fr)]")}
    >
      <div className="flex min-w-0 flex-col gap-4">
        <HopTrail imageId={image.image_id} place={place} onGo={onGo} />
        <StateNotice image={image} />
        <Preview
          key={image.image_id}
          image={image}
          name={titleOf(image)}
          scope={scope}
          className={isPage ? "h-72 sm:h-[min(65dvh,38rem)]" : "h-72"}
        />
        <Identity image={image} />
      </div>
      <div className="min-w-0">
        {isPage && <h2 className="sr-only">About the image</h2>}
        <Tabs label="About the image" tabs={CHOICES} chosen={place.tab} onChoose={(tab) => onPlace({ ...place, tab })}>
          <Suspense fallback={<Skeleton className="h-60" />}>
            <Content key={image.image_id} {...props} />
          </Suspense>
        </Tabs>
      </div>
    </div>
  );
}

/** Whoever walks on to another image wants to see it, not what stood where they pressed. */
function useTopAfterWalk(hop: string | undefined) {
  const top = useRef<HTMLDivElement>(null);
  const before = useRef(hop);
  useEffect(() => {
    if (before.current !== hop) top.current?.scrollIntoView({ block: "start" });
    before.current = hop;
  }, [hop]);
  return top;
}

function Content({ image, place, onPlace, onGo, onFindSimilar, question, shownAt }: DetailProps) {
  const { tab } = place;
  if (tab === "payload") return <PayloadTab image={image} />;
  if (tab === "quality") return <QualityTab image={image} />;
  if (tab === "groups") return <GroupsTab image={image} place={place} onGo={onGo} />;
  if (tab === "feedback") return <FeedbackTab image={image} question={question ?? hopOf(place)} shownAt={shownAt} />;
  return (
    <SimilarTab
      image={image}
      place={place}
      onGo={onGo}
      onLook={(isLooking) => onPlace({ ...place, isLooking })}
      onFindSimilar={onFindSimilar}
    />
  );
}

/** Whoever came from an image can say whether this one is like it. */
function hopOf({ hops }: Place): Question | undefined {
  const hop = hops.at(-1);
  return hop === undefined ? undefined : { image_id: hop };
}
