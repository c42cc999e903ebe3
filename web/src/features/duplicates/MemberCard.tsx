/** One member of the group under review: what is known of it, and what will happen to it. */
import { Link } from "@tanstack/react-router";
import { type Ref, useId } from "react";

import { PercentBadge } from "@/components/PercentBadge";
import { Thumb } from "@/components/Thumb";
import { FateWord } from "@/features/duplicates/FateWord";
import { formatOf } from "@/features/duplicates/metadata";
import { type Member, nameOf } from "@/features/duplicates/model";
import type { Fate } from "@/features/duplicates/review";
import { TIER_WORDS, turnWords } from "@/features/duplicates/words";
import { cx } from "@/lib/cx";
import { bytes } from "@/lib/format";
import { pictureUrl } from "@/lib/pictures";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Kbd } from "@/ui/Kbd";

interface Props {
  member: Member;
  index: number;
  fate: Fate;
  isActive: boolean;
  isSuggested: boolean;
  reasons: readonly string[];
  /** Undefined where nothing can be chosen. */
  onKeep: (() => void) | undefined;
  onDiscard: () => void;
  onLook: () => void;
  radio?: Ref<HTMLInputElement>;
}

const EDGES: Record<Fate, string> = { keep: "border-good", discard: "border-bad", unknown: "border-line" };

export function MemberCard(props: Props) {
  const { member, index, fate, isActive, isSuggested, reasons, onLook } = props;
  const { image } = member;
  return (
    <li
      aria-current={isActive || undefined}
      className={cx(
        "flex flex-col gap-2 rounded-card border-2 bg-surface p-3",
        EDGES[fate],
        isActive && "outline-3 outline-offset-2 outline-focus",
      )}
    >
      <div className="flex gap-3">
        <button type="button" className="shrink-0 self-start rounded-control" onClick={onLook}>
          <Thumb src={pictureUrl(image.preview_url)} alt={`Compare ${nameOf(image)}`} size={88} fit="contain" />
        </button>
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <div className="flex items-center gap-2">
            {index < 9 && <Kbd keys={String(index + 1)} />}
            <Link
              to="/images/$id"
              params={{ id: image.image_id }}
              className="truncate font-medium underline-offset-2 hover:underline"
            >
              {nameOf(image)}
            </Link>
          </div>
          <p className="text-sm text-quiet">
            {image.width} × {image.height} · {bytes(image.size_bytes)} · {formatOf(image.content_type)}
          </p>
          <Evidence member={member} isSuggested={isSuggested} />
        </div>
      </div>
      <Choice {...props} />
      {reasons.length > 0 && <Reasons reasons={reasons} isOpen={isSuggested} />}
    </li>
  );
}

function Evidence({ member, isSuggested }: Pick<Props, "member" | "isSuggested">) {
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-xs">
      <Likeness member={member} />
      {member.is_new && <Badge tone="accent">new here</Badge>}
      {member.is_hub && <Badge tone="warn">near to too many</Badge>}
      {isSuggested && <Badge tone="good">suggested</Badge>}
      {member.image.state === "trashed" && <Badge tone="bad">in the trash</Badge>}
    </div>
  );
}

function Likeness({ member: { evidence, similarity } }: Pick<Props, "member">) {
  if (evidence === null) return <Badge>most like all others</Badge>;
  const turn = turnWords(evidence.turn);
  return (
    <>
      {similarity !== null && <PercentBadge score={similarity} />}
      <Badge>{TIER_WORDS[evidence.tier]}</Badge>
      {turn && <Badge>{turn}</Badge>}
      {evidence.hamming !== null && <span className="text-quiet">hash differs in {evidence.hamming} of 64 bits</span>}
    </>
  );
}

function Choice({ member, fate, onKeep, onDiscard, radio }: Props) {
  const id = useId();
  if (!onKeep) return fate === "unknown" ? null : <FateWord fate={fate} />;
  return (
    <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
      <label htmlFor={id} className="flex items-center gap-2 text-sm font-medium">
        <input
          ref={radio}
          id={id}
          type="radio"
          name="keeper"
          className="size-5"
          checked={fate === "keep"}
          aria-label={`Keep ${nameOf(member.image)}`}
          onChange={onKeep}
        />
        Keep this one
      </label>
      <FateWord fate={fate} />
      {fate === "keep" && (
        <Button size="small" look="quiet" onClick={onDiscard}>
          Do not keep
        </Button>
      )}
    </div>
  );
}

function Reasons({ reasons, isOpen }: { reasons: readonly string[]; isOpen: boolean }) {
  return (
    <details open={isOpen} className="text-sm">
      <summary className="text-quiet">What speaks for and against it</summary>
      <ul className="mt-1 list-disc pl-5">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </details>
  );
}
