/** What a rule would do, before it does it: exact numbers, samples, and what it leaves alone. */
import { useQuery } from "@tanstack/react-query";

import { imageQuery } from "@/api/images";
import { Thumb } from "@/components/Thumb";
import { FateWord } from "@/features/duplicates/FateWord";
import type { Plan, PlannedGroup } from "@/features/duplicates/model";
import { bytes, counted } from "@/lib/format";
import { pictureUrl } from "@/lib/pictures";
import { Skeleton } from "@/ui/Skeleton";

const SAMPLES = 6;
const MOST_PICTURES = 3;

export function RulePlan({ plan }: { plan: Plan }) {
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="rounded-card border border-line bg-raised p-3">
        <strong>
          {counted(plan.resolved, "group")} of {plan.groups}
        </strong>{" "}
        will be resolved: {counted(plan.trashed, "image")} ({bytes(plan.trashed_bytes)}) go to the trash, one of each
        group stays.
        {plan.abstained > 0 && ` ${counted(plan.abstained, "group")} will be left alone.`}
      </p>
      <p className="text-sm text-quiet">
        What lies in the trash can come back, for 30 days unless your administrator set another time. Then it is gone
        for good.
      </p>
      {plan.samples.length > 0 && (
        <section aria-label="Samples" className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">The first of them</h3>
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-2 sm:grid-cols-2">
            {plan.samples.slice(0, SAMPLES).map((sample) => (
              <Sample key={sample.group_id} sample={sample} />
            ))}
          </ul>
        </section>
      )}
      {plan.abstained_samples.length > 0 && <Abstained samples={plan.abstained_samples} />}
    </div>
  );
}

function Sample({ sample }: { sample: PlannedGroup }) {
  const all = [sample.keeper_id, ...sample.trashed_ids].filter((one) => one !== null);
  const ids = all.slice(0, MOST_PICTURES);
  return (
    <li className="flex flex-col gap-1 rounded-card border border-line p-2">
      <div className="flex flex-wrap gap-2">
        {ids.map((imageId) => (
          <SamplePicture key={imageId} imageId={imageId} isKept={imageId === sample.keeper_id} />
        ))}
        {all.length > ids.length && (
          <span className="self-center text-sm text-quiet">and {all.length - ids.length} more to discard</span>
        )}
      </div>
      {sample.reasons[0] && <p className="truncate text-xs text-quiet">Kept: {sample.reasons[0]}</p>}
    </li>
  );
}

function SamplePicture({ imageId, isKept }: { imageId: string; isKept: boolean }) {
  const { data } = useQuery(imageQuery(imageId));
  return (
    <div className="flex flex-col items-center gap-1">
      {data ? (
        <Thumb src={pictureUrl(data.preview_url)} alt={data.filename ?? imageId} size={64} />
      ) : (
        <Skeleton className="size-16" />
      )}
      <FateWord fate={isKept ? "keep" : "discard"} />
    </div>
  );
}

/** Why groups are left alone, the most frequent reason first. */
function Abstained({ samples }: { samples: readonly PlannedGroup[] }) {
  return (
    <section aria-label="Left alone" className="text-sm">
      <h3 className="font-semibold">Left alone, because (of the first {samples.length})</h3>
      <ul className="list-disc pl-5">
        {reasonsOf(samples).map(([reason, groups]) => (
          <li key={reason}>
            {reason}: {groups}
          </li>
        ))}
      </ul>
    </section>
  );
}

function reasonsOf(samples: readonly PlannedGroup[]): readonly (readonly [reason: string, groups: number])[] {
  const counts = new Map<string, number>();
  for (const { why_not } of samples) {
    const reason = why_not ?? "no image to keep is clear";
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
