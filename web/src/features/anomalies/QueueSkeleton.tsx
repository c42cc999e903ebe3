/** The queue's geometry while it is being loaded. */
import { Skeleton } from "@/ui/Skeleton";

export function QueueSkeleton() {
  return (
    <div role="status" aria-label="The queue is being loaded" className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_25rem]">
      <div className="flex flex-col gap-3">
        <Skeleton className="h-[clamp(14rem,calc(100dvh-37rem),44rem)]" />
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
      </div>
      <div className="flex flex-col gap-3">
        <Skeleton className="h-20" />
        <Skeleton className="h-44" />
        <Skeleton className="h-64" />
      </div>
    </div>
  );
}
