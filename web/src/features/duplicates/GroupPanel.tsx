/** The images of the group that was clicked, beside the gallery. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Maximize2, X } from "lucide-react";
import { type ReactNode, useMemo } from "react";

import { ErrorPanel } from "@/components/ErrorPanel";
import { PercentBadge } from "@/components/PercentBadge";
import { Thumb } from "@/components/Thumb";
import { ThumbGrid } from "@/components/thumbGrid/ThumbGrid";
import { FateWord } from "@/features/duplicates/FateWord";
import { formatOf } from "@/features/duplicates/metadata";
import { type GroupDetail, type Member, nameOf } from "@/features/duplicates/model";
import { groupQuery } from "@/features/duplicates/queries";
import { type Fate, fateOf, opened } from "@/features/duplicates/review";
import { filtersOf, type GroupFilters } from "@/features/duplicates/search";
import { STATUS_WORDS, TIER_WORDS } from "@/features/duplicates/words";
import { bytes, counted } from "@/lib/format";
import { pictureUrl } from "@/lib/pictures";
import { Button, buttonLooks } from "@/ui/Button";
import { Kbd } from "@/ui/Kbd";
import { Skeleton } from "@/ui/Skeleton";

const TILE = 160;
const CAPTION_HEIGHT = 84;

interface Props {
  groupId: string;
  filters: GroupFilters;
  onClose: () => void;
  onOpenImage: (imageId: string) => void;
}

export function GroupPanel({ groupId, filters, onClose, onOpenImage }: Props) {
  const { data: group, error, refetch } = useQuery(groupQuery(filters.dataset, groupId));
  return (
    <aside
      aria-label="Images of the group"
      className="flex h-[70dvh] min-h-0 w-full shrink-0 flex-col border-t border-line bg-surface lg:h-auto lg:w-96 lg:border-t-0 lg:border-l"
    >
      <header className="flex items-center gap-2 border-b border-line px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{group ? counted(group.size, "image") : "Group"}</h2>
          {group && (
            <p className="truncate text-sm text-quiet">
              {TIER_WORDS[group.tier]}, {STATUS_WORDS[group.status]}
            </p>
          )}
        </div>
        <Link
          to="/dedupe/$group"
          params={{ group: groupId }}
          search={filtersOf(filters)}
          className={buttonLooks({ look: "primary", size: "small" })}
        >
          <Maximize2 aria-hidden size={14} /> Review <Kbd keys="Enter" />
        </Link>
        <Button look="quiet" size="icon" aria-label="Show all groups again" onClick={onClose}>
          <X aria-hidden size={18} />
        </Button>
      </header>
      <div className="min-h-0 flex-1">
        {group ? (
          <Members group={group} onOpenImage={onOpenImage} />
        ) : error ? (
          <div className="p-4">
            <ErrorPanel error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <div className="grid grid-cols-2 gap-2 p-2">
            <Skeleton className="h-60" />
            <Skeleton className="h-60" />
          </div>
        )}
      </div>
    </aside>
  );
}

const keyOf = (member: Member) => member.image.image_id;
const labelOf = (member: Member) => nameOf(member.image);

function Members({ group, onOpenImage }: { group: GroupDetail; onOpenImage: (imageId: string) => void }) {
  const render = useMemo(() => {
    const review = opened(group);
    return (member: Member, _index: number, { isFast }: { isFast: boolean }): ReactNode => (
      <MemberTile member={member} fate={fateOf(review, member.image.image_id)} isFast={isFast} />
    );
  }, [group]);
  return (
    <ThumbGrid
      label="Images of the group"
      items={group.members}
      total={group.members.length}
      keyOf={keyOf}
      labelOf={labelOf}
      render={render}
      tile={TILE}
      captionHeight={CAPTION_HEIGHT}
      onOpen={(member) => onOpenImage(member.image.image_id)}
    />
  );
}

function MemberTile({ member, fate, isFast }: { member: Member; fate: Fate; isFast: boolean }) {
  const { image } = member;
  return (
    <div className="flex size-full flex-col gap-1">
      <Thumb src={pictureUrl(image.preview_url)} alt="" isHeld={isFast} fit="contain" />
      <div className="flex flex-col gap-0.5 px-1 text-xs">
        <span className="truncate font-medium">{nameOf(image)}</span>
        <span className="truncate text-quiet">
          {image.width} × {image.height} · {bytes(image.size_bytes)} · {formatOf(image.content_type)}
        </span>
        <span className="flex items-center gap-1">
          {fate !== "unknown" && <FateWord fate={fate} />}
          {member.evidence && member.similarity !== null && <PercentBadge score={member.similarity} />}
        </span>
      </div>
    </div>
  );
}
