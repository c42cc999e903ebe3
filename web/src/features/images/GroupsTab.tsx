/** Where the image stands among the others: the groups of near-duplicates that hold it, and how unusual it is. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { ErrorPanel } from "@/components/ErrorPanel";
import { Thumb } from "@/components/Thumb";
import { AnomalyEvidence } from "@/features/images/AnomalyEvidence";
import type { Place } from "@/features/images/place";
import { useAnomaly } from "@/features/images/useAnomaly";
import { type Group, useGroups } from "@/features/images/useGroups";
import type { ImageDetail } from "@/api/images";
import type { Go } from "@/features/images/WalkLink";
import { counted, percent } from "@/lib/format";
import { pictureUrl } from "@/lib/pictures";
import { Badge } from "@/ui/Badge";
import { Skeleton } from "@/ui/Skeleton";

interface Props {
  image: ImageDetail;
  place: Place;
  onGo: Go | undefined;
}

export default function GroupsTab({ image, place, onGo }: Props) {
  return (
    <div className="flex flex-col gap-6">
      <Section title="Near-duplicates">
        <Groups image={image} />
      </Section>
      <Section title="How unusual it is">
        <Anomaly imageId={image.image_id} place={place} onGo={onGo} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Groups({ image }: { image: ImageDetail }) {
  const { data, error, refetch } = useGroups(image.image_id, image.payload.dataset_id);
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-24" />;
  if (data.length === 0)
    return (
      <p className="text-sm text-quiet">
        No group holds it: none of the others is a near-duplicate of it, as of the last detection.
      </p>
    );
  return (
    <ul className="flex flex-col gap-3">
      {data.map((group) => (
        <GroupCard key={`${group.dataset_id} ${group.group_id}`} group={group} />
      ))}
    </ul>
  );
}

const STATUSES: Readonly<Record<Group["status"], string>> = {
  open: "to be reviewed",
  skipped: "skipped",
  confirmed: "the same",
  variant: "variants",
  different: "not duplicates",
  resolved: "sorted out",
};

const MOST_SHOWN = 5;

function GroupCard({ group }: { group: Group }) {
  const where = group.dataset_id === null ? "among all images" : `in ${group.dataset_id}`;
  return (
    <li>
      <Link
        to="/dedupe/$group"
        params={{ group: group.group_id }}
        search={group.dataset_id === null ? {} : { dataset: group.dataset_id }}
        className="flex flex-col gap-2 rounded-card border border-line p-3 hover:bg-raised"
      >
        <span className="flex flex-wrap items-center gap-2 text-sm">
          <span className="font-medium">
            {counted(group.size, "image")} {where}
          </span>
          <Badge tone="accent">{group.tier}</Badge>
          <Badge>{STATUSES[group.status]}</Badge>
          <span className="text-quiet">weakest link {percent(group.worst.similarity)}</span>
        </span>
        <span className="flex gap-1">
          {group.images.slice(0, MOST_SHOWN).map((member) => (
            <Thumb key={member.image_id} src={pictureUrl(member.preview_url)} alt="" size={56} />
          ))}
        </span>
      </Link>
    </li>
  );
}

function Anomaly({ imageId, place, onGo }: { imageId: string; place: Place; onGo: Go | undefined }) {
  const { data, error, refetch } = useAnomaly(imageId);
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-40" />;
  if (data === null)
    return (
      <p className="text-sm text-quiet">
        It has no score yet: the images were not scored since it came, or there are too few to compare.
      </p>
    );
  return <AnomalyEvidence anomaly={data} place={place} onGo={onGo} />;
}
