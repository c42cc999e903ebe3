/** The review of one group: its pictures compared, its members, and what is decided. */
import { type FormEvent, useEffect, useRef, useState } from "react";

import { useConnection } from "@/api/connection";
import { useCan } from "@/api/session";
import { Compare } from "@/components/compare/Compare";
import { DifferenceTable } from "@/components/compare/DifferenceTable";
import { type Comparison, MOST_COMPARED } from "@/components/compare/types";
import { DecidedBanner } from "@/features/duplicates/DecidedBanner";
import { MemberCard } from "@/features/duplicates/MemberCard";
import { linesOf, tagsDiffer } from "@/features/duplicates/metadata";
import { type GroupDetail, isUndecided, type Member, nameOf } from "@/features/duplicates/model";
import { type Decision, fateOf, opened, type Review, type Step, stepped } from "@/features/duplicates/review";
import { ReviewActions } from "@/features/duplicates/ReviewActions";
import type { ReviewSearch } from "@/features/duplicates/search";
import { useComparedPictures } from "@/features/duplicates/useImages";
import { useReviewKeys } from "@/features/duplicates/useReviewKeys";
import { announce } from "@/lib/announce";
import { percent } from "@/lib/format";

interface Props {
  group: GroupDetail;
  search: ReviewSearch;
  onSearch: (change: Partial<ReviewSearch>) => void;
  onDecide: (decision: Decision) => void;
  onGo: (by: 1 | -1) => void;
}

/** Mount it anew for another group, and for one that changed. */
export function GroupReview({ group, search, onSearch, onDecide, onGo }: Props) {
  const canEdit = useCan("editor");
  const [review, setReview] = useState(() => opened(group, search.i, canEdit));
  const [mergesTags, setMergesTags] = useState(true);
  const isAway = useConnection((connection) => connection.isAway);
  const isOpen = isUndecided(group.status);
  const isOn = canEdit && !isAway && isOpen;
  const step = (wanted: Step) => {
    const next = stepped(review, wanted);
    setReview(next);
    announce(wordsOf(group, next));
    if (next.active !== review.active) onSearch({ i: next.active === 0 ? undefined : next.active });
  };
  const apply = () => {
    if (review.keeperId) onDecide({ kind: "resolve", keeperId: review.keeperId, mergeTags: mergesTags });
    else announce("Choose the image to keep first: press its number");
  };
  const verdict = (said: "same" | "variant" | "different" | "skip") => onDecide({ kind: "verdict", verdict: said });
  const split = () => onDecide({ kind: "split" });
  useReviewKeys({ isOn, members: group.members.length, active: review.active, step, apply, verdict, split, go: onGo });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply();
  };
  return (
    <form
      onSubmit={submit}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem] lg:grid-rows-[auto_1fr]"
    >
      <Pictures group={group} review={review} mode={search.compare ?? "side"} onSearch={onSearch} />
      <div className="flex min-w-0 flex-col gap-3 lg:row-span-2">
        {!isOpen && <DecidedBanner group={group} />}
        {isOpen && canEdit && (
          <ReviewActions
            group={group}
            review={review}
            hindrance={isAway ? "Semblance does not answer: nothing can be decided until it does." : undefined}
            mergesTags={mergesTags}
            onMergeTags={tagsDiffer(group.members) ? setMergesTags : undefined}
            onVerdict={verdict}
            onSplit={split}
          />
        )}
        <Members group={group} review={review} step={step} isOn={isOn} />
      </div>
      <Facts group={group} />
    </form>
  );
}

function wordsOf(group: GroupDetail, review: Review): string {
  const member = group.members[review.active];
  if (!member) return "";
  const fate = fateOf(review, member.image.image_id);
  return `${review.active + 1} of ${group.members.length}, ${nameOf(member.image)}, ${fate === "unknown" ? "not decided" : fate}`;
}

interface PicturesProps extends Pick<Props, "group" | "onSearch"> {
  review: Review;
  mode: Comparison;
}

/** The image that stays (or the one most like all others) beside the one that is looked at. */
function Pictures({ group, review, mode, onSearch }: PicturesProps) {
  const compared = comparedOf(group.members, review);
  const pictures = useComparedPictures(compared, (member) => captionOf(member, review));
  return (
    <Compare
      pictures={pictures}
      mode={mode}
      onMode={(next) => onSearch({ compare: next === "side" ? undefined : next })}
      className="h-[min(70dvh,44rem)] min-h-96"
    />
  );
}

function comparedOf(members: readonly Member[], { keeperId, active }: Review): readonly Member[] {
  const first = members.find(({ image }) => image.image_id === keeperId) ?? members[0];
  const others = members.filter((member) => member !== first);
  const looked = others.find((member) => member === members[active]);
  const rest = others.filter((member) => member !== looked);
  return [first, looked, ...rest].filter((member) => member !== undefined).slice(0, MOST_COMPARED);
}

function captionOf(member: Member, review: Review): string {
  const number = review.memberIds.indexOf(member.image.image_id) + 1;
  const fate = fateOf(review, member.image.image_id);
  const similarity = member.similarity === null ? "" : ` · ${percent(member.similarity)}`;
  return `${number}${fate === "unknown" ? "" : ` · ${fate}`}${similarity}`;
}

interface MembersProps {
  group: GroupDetail;
  review: Review;
  step: (step: Step) => void;
  isOn: boolean;
}

function Members({ group, review, step, isOn }: MembersProps) {
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef(review.active);
  useEffect(() => {
    if (shown.current === review.active) return;
    shown.current = review.active;
    list.current?.children[review.active]?.scrollIntoView({ block: "nearest" });
  }, [review.active]);
  return (
    <ul ref={list} aria-label="Images of the group" className="flex flex-col gap-2">
      {group.members.map((member, at) => (
        <MemberCard
          key={member.image.image_id}
          member={member}
          index={at}
          fate={fateOf(review, member.image.image_id)}
          isActive={at === review.active}
          isSuggested={group.suggestion.keeper_id === member.image.image_id}
          reasons={group.suggestion.reasons[member.image.image_id] ?? []}
          onKeep={isOn ? () => step({ do: "keep", at }) : undefined}
          onDiscard={() => step({ do: "discard", at })}
          onLook={() => step({ do: "look", at })}
        />
      ))}
    </ul>
  );
}

function Facts({ group }: { group: GroupDetail }) {
  const columns = group.members.map(({ image }, at) => ({ id: image.image_id, label: `${at + 1} · ${nameOf(image)}` }));
  return <DifferenceTable caption="What is known of them" columns={columns} lines={linesOf(group.members)} />;
}
