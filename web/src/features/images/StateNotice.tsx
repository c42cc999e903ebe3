/** What an image that is not searchable is waiting for, or why it never will be. */
import { CircleX, Hourglass, Trash2 } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";

import { useArrival } from "@/features/images/useArrival";
import type { ImageDetail } from "@/api/images";
import { cx } from "@/lib/cx";

const BringBack = lazy(() => import("@/features/images/BringBack"));

export function StateNotice({ image }: { image: ImageDetail }) {
  useArrival(image);
  if (image.state === "uploaded")
    return (
      <Notice tone="warn" icon={<Hourglass aria-hidden size={18} />} title="Not searchable yet">
        It is kept, and becomes searchable by itself as soon as its vector is made. This page notices.
      </Notice>
    );
  if (image.state === "failed")
    return (
      <Notice tone="bad" icon={<CircleX aria-hidden size={18} />} title="It could not be made searchable">
        {image.failure ?? "No reason was kept."}
      </Notice>
    );
  if (image.state === "trashed")
    return (
      <Notice tone="warn" icon={<Trash2 aria-hidden size={18} />} title="In the trash">
        A review of duplicates put it there. Taking that review back brings it back.
        <Suspense>
          <BringBack imageId={image.image_id} datasetId={image.payload.dataset_id} />
        </Suspense>
      </Notice>
    );
  return null;
}

const TONES = { warn: "border-warn bg-warn-soft", bad: "border-bad bg-bad-soft" } as const;

interface NoticeProps {
  tone: keyof typeof TONES;
  icon: ReactNode;
  title: string;
  children: ReactNode;
}

function Notice({ tone, icon, title, children }: NoticeProps) {
  return (
    <div className={cx("flex gap-3 rounded-card border p-3 text-sm", TONES[tone])}>
      <span className="mt-0.5">{icon}</span>
      <div className="min-w-0 break-words">
        <p className="font-semibold">{title}</p>
        {children}
      </div>
    </div>
  );
}
