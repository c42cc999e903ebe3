/** `/dedupe/$group`: one group after the other. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { ApiError } from "@/api/problems";
import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import { GroupReview } from "@/features/duplicates/GroupReview";
import { groupQuery } from "@/features/duplicates/queries";
import type { Decision } from "@/features/duplicates/review";
import { ReviewHeader } from "@/features/duplicates/ReviewHeader";
import { filtersOf, type ReviewSearch } from "@/features/duplicates/search";
import { useDecide } from "@/features/duplicates/useDecide";
import { useQueue } from "@/features/duplicates/useQueue";
import { notify } from "@/lib/actions";
import { announce } from "@/lib/announce";
import { counted } from "@/lib/format";
import { useTitle } from "@/lib/title";
import { buttonLooks } from "@/ui/Button";
import { Skeleton } from "@/ui/Skeleton";

interface Props {
  groupId: string;
  search: ReviewSearch;
  onSearch: (change: Partial<ReviewSearch>) => void;
  /** To another group, or (undefined) back to all. */
  onGo: (groupId: string | undefined) => void;
}

export function ReviewPage({ groupId, search, onSearch, onGo }: Props) {
  useTitle("Group", "Duplicates");
  const heading = useRef<HTMLHeadingElement>(null);
  const { data: group, error, refetch } = useQuery(groupQuery(search.dataset, groupId));
  const queue = useQueue(filtersOf(search), groupId);
  const { mutate } = useDecide(search.dataset);
  const { size, status } = group ?? {};
  useEffect(() => {
    if (size === undefined) return;
    heading.current?.focus({ preventScroll: true });
    announce(`Group of ${counted(size, "image")}`);
  }, [groupId, size, status]);
  const go = (by: 1 | -1) => {
    const next = by === 1 ? queue.after : queue.before;
    if (next === undefined) announce(by === 1 ? "This is the last group" : "This is the first group");
    else onGo(next);
  };
  const decide = (decision: Decision) => {
    if (!group) return;
    mutate({ group, decision });
    if (queue.toDo === undefined) notify({ title: "Every group of this list is reviewed", tone: "good" });
    onGo(queue.toDo);
  };
  return (
    <div className="flex min-w-0 flex-col gap-4 p-4 sm:p-5">
      <ReviewHeader group={group} filters={search} queue={queue} onGo={go} heading={heading} />
      {group ? (
        <GroupReview
          key={`${groupId} ${group.row_version} ${group.status}`}
          group={group}
          search={search}
          onSearch={onSearch}
          onDecide={decide}
          onGo={go}
        />
      ) : error ? (
        <NoGroup error={error} search={search} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

function NoGroup({ error, search, onRetry }: { error: Error; search: ReviewSearch; onRetry: () => void }) {
  if (!(error instanceof ApiError && error.status === 404)) return <ErrorPanel error={error} onRetry={onRetry} />;
  return (
    <EmptyState
      title="This group is not there any more"
      actions={
        <Link to="/dedupe" search={filtersOf(search)} className={buttonLooks({ look: "primary" })}>
          See the groups of now
        </Link>
      }
    >
      <p>
        Its images were deleted, parted or merged, or grouped otherwise at another threshold. Decisions that were made
        on it are kept.
      </p>
    </EmptyState>
  );
}

function Loading() {
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
      <Skeleton className="h-[min(70dvh,44rem)] min-h-96" />
      <div className="flex flex-col gap-2">
        <Skeleton className="h-56" />
        <Skeleton className="h-36" />
        <Skeleton className="h-36" />
      </div>
    </div>
  );
}
