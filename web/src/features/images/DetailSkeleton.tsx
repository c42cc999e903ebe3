/** An image's detail while it is loaded, in its final geometry. */
import { cx } from "@/lib/cx";
import { Skeleton } from "@/ui/Skeleton";

export function DetailSkeleton({ layout }: { layout: "panel" | "page" }) {
  const isPage = layout === "page";
  return (
    <div
      role="status"
      aria-label="Loading the image"
      className={cx("grid items-start gap-6", isPage && "lg:grid-cols-[minmax(0,3fr)_minmax(24rem,2fr)]")}
    >
      <div className="flex flex-col gap-4">
        <Skeleton className={isPage ? "h-72 sm:h-[min(65dvh,38rem)]" : "h-72"} />
        <Skeleton className="h-9 w-40" />
        <Skeleton className="h-5 w-64" />
        <Skeleton className="h-27" />
      </div>
      <div className="flex flex-col gap-4">
        <Skeleton className="h-10" />
        <Skeleton className="h-9 w-64" />
        <Skeleton className="h-96" />
      </div>
    </div>
  );
}
