/** `/dedupe`: the detection, the threshold, and the groups that it makes. */
import { useQuery } from "@tanstack/react-query";

import { ErrorPanel } from "@/components/ErrorPanel";
import { DetectionPanel } from "@/features/duplicates/DetectionPanel";
import { Groups } from "@/features/duplicates/Groups";
import { isUnfinished } from "@/features/duplicates/detection";
import { NotDetected } from "@/features/duplicates/NotDetected";
import { isNotDetected, runQuery } from "@/features/duplicates/queries";
import { RunLine } from "@/features/duplicates/RunLine";
import type { DedupeSearch } from "@/features/duplicates/search";
import { ThresholdPanel } from "@/features/duplicates/ThresholdPanel";
import { useDetection } from "@/features/duplicates/useDetection";
import { useTitle } from "@/lib/title";
import { Skeleton } from "@/ui/Skeleton";

interface Props {
  search: DedupeSearch;
  onSearch: (change: Partial<DedupeSearch>) => void;
  /** To the review of a group. */
  onOpen: (groupId: string) => void;
  onOpenImage: (imageId: string) => void;
}

export function DedupePage({ search, onSearch, onOpen, onOpenImage }: Props) {
  useTitle("Duplicates");
  const run = useQuery({
    ...runQuery(search.dataset),
    retry: (failures, error) => failures < 2 && !isNotDetected(error),
  });
  const detection = useDetection(search.dataset);
  const isRunning = detection.job !== undefined && isUnfinished(detection.job);
  const isNew = isNotDetected(run.error);
  return (
    <div className="flex min-w-0 flex-1 flex-col lg:h-[calc(100dvh-3.5rem)] lg:flex-none lg:flex-row">
      <div className="flex shrink-0 flex-col gap-4 p-4 lg:w-88 lg:overflow-y-auto lg:border-r lg:border-line">
        <RunLine dataset={search.dataset} run={run.data} detection={detection} onSearch={onSearch} isNew={isNew} />
        <DetectionPanel detection={detection} />
        {run.data && (
          <ThresholdPanel
            dataset={search.dataset}
            kept={run.data}
            looked={search.t}
            onLook={(t) => onSearch({ t })}
            isProvisional={isRunning}
          />
        )}
        {run.isPending && !isNew && <Skeleton className="h-96" />}
      </div>
      {isNew ? (
        <NotDetected isBusy={isRunning || detection.isAsked} onDetect={() => detection.begin(undefined)} />
      ) : run.error ? (
        <div className="flex-1 p-4">
          <ErrorPanel error={run.error} onRetry={() => void run.refetch()} />
        </div>
      ) : (
        <Groups
          search={search}
          onSearch={onSearch}
          onOpen={onOpen}
          onOpenImage={onOpenImage}
          keptAt={run.data?.perMille}
        />
      )}
    </div>
  );
}
