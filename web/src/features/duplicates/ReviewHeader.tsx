/** Which group is under review, what is odd about it, and the way to others. */
import { Link } from "@tanstack/react-router";
import { ArrowLeft, ChevronLeft, ChevronRight } from "lucide-react";
import type { Ref } from "react";

import { PercentBadge } from "@/components/PercentBadge";
import type { GroupDetail } from "@/features/duplicates/model";
import { filtersOf, type GroupFilters } from "@/features/duplicates/search";
import type { Queue } from "@/features/duplicates/useQueue";
import { TIER_WORDS } from "@/features/duplicates/words";
import { counted } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { Button, buttonLooks } from "@/ui/Button";

interface Props {
  group: GroupDetail | undefined;
  filters: GroupFilters;
  queue: Queue;
  onGo: (by: 1 | -1) => void;
  heading?: Ref<HTMLHeadingElement>;
}

export function ReviewHeader({ group, filters, queue, onGo, heading }: Props) {
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Link to="/dedupe" search={filtersOf(filters)} className={buttonLooks({ look: "quiet", size: "small" })}>
        <ArrowLeft aria-hidden size={16} /> All groups
      </Link>
      <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold outline-none focus-visible:shadow-none">
        Group {queue.words}
      </h1>
      {group && <Facts group={group} />}
      <div className="ml-auto flex gap-1">
        <Button
          size="icon"
          look="quiet"
          aria-label="The group before"
          disabled={queue.before === undefined}
          onClick={() => onGo(-1)}
        >
          <ChevronLeft aria-hidden size={18} />
        </Button>
        <Button
          size="icon"
          look="quiet"
          aria-label="The next group"
          disabled={queue.after === undefined}
          onClick={() => onGo(1)}
        >
          <ChevronRight aria-hidden size={18} />
        </Button>
      </div>
    </header>
  );
}

function Facts({ group }: { group: GroupDetail }) {
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-sm">
      <Badge>{counted(group.size, "image")}</Badge>
      <Badge>{TIER_WORDS[group.tier]}</Badge>
      <span className="flex items-center gap-1">
        weakest link <PercentBadge score={group.worst.similarity} />
      </span>
      {group.status === "confirmed" && <Badge tone="good">said to be the same</Badge>}
      {group.new_ids.length > 0 && <Badge tone="accent">{group.new_ids.length} new</Badge>}
      {group.hub_ids.length > 0 && <Badge tone="warn">one is near to too many</Badge>}
      {group.capped && <Badge tone="warn">very large: grouped stricter</Badge>}
      {group.contradictory && <Badge tone="warn">people contradict each other</Badge>}
    </div>
  );
}
