/** A group in the gallery: what it looks like, what would happen to each image, and what that frees. */
import { PercentBadge } from "@/components/PercentBadge";
import { Thumb } from "@/components/Thumb";
import { FateWord } from "@/features/duplicates/FateWord";
import { type Cover, type Group, isUndecided, type PlannedGroup, type Scope } from "@/features/duplicates/model";
import { useSuggestion } from "@/features/duplicates/useSuggestion";
import { STATUS_WORDS, TIER_WORDS } from "@/features/duplicates/words";
import { cx } from "@/lib/cx";
import { bytes, counted, percent } from "@/lib/format";

/** Pixels under the pictures. */
export const CAPTION_HEIGHT = 106;
const MOST_COVERS = 4;

interface Props {
  group: Group;
  dataset: Scope;
  isFast: boolean;
  isChosen: boolean;
}

export function GroupCard({ group, dataset, isFast, isChosen }: Props) {
  const plan = useSuggestion(group, dataset, !isFast);
  const covers = coversOf(group, plan);
  return (
    <div
      className={cx(
        "flex size-full flex-col overflow-hidden rounded-card border bg-surface",
        isChosen ? "border-accent ring-2 ring-accent ring-inset" : "border-line",
      )}
    >
      <div className={cx("grid min-h-0 flex-1 gap-1 p-1.5", arrangementOf(covers))}>
        {covers.map((cover) => (
          <Tile
            key={cover.imageId}
            cover={cover}
            plan={plan}
            isHeld={isFast}
            fit={covers.length > 2 ? "cover" : "contain"}
          />
        ))}
      </div>
      <Caption group={group} plan={plan} />
    </div>
  );
}

/** Two wide pictures lie on each other, two others stand beside each other. */
function arrangementOf(covers: readonly Cover[]): string {
  if (covers.length > 2) return "grid-cols-2 grid-rows-2";
  return covers.every((cover) => cover.isWide) ? "grid-rows-2" : "grid-cols-2";
}

/** The first four, with the one that stays among them. */
function coversOf(group: Pick<Group, "covers">, plan: PlannedGroup | undefined): readonly Cover[] {
  const first = group.covers.slice(0, MOST_COVERS);
  const keeper = group.covers.find((cover) => cover.imageId === plan?.keeper_id);
  return !keeper || first.includes(keeper) ? first : [keeper, ...first.slice(0, MOST_COVERS - 1)];
}

interface TileProps {
  cover: Cover;
  plan: PlannedGroup | undefined;
  isHeld: boolean;
  fit: "cover" | "contain";
}

function Tile({ cover, plan, isHeld, fit }: TileProps) {
  const isKept = plan?.keeper_id === cover.imageId;
  return (
    <div className="relative min-h-0 overflow-hidden rounded-control bg-raised">
      <Thumb src={cover.src} alt="" isHeld={isHeld} fit={fit} className="aspect-auto! size-full" />
      {isKept && <span className="absolute inset-0 rounded-control ring-4 ring-good ring-inset" />}
      {plan?.keeper_id && (
        <span className="absolute bottom-1.5 left-1.5">
          <FateWord fate={isKept ? "keep" : "discard"} />
        </span>
      )}
    </div>
  );
}

function Caption({ group, plan }: { group: Group; plan: PlannedGroup | undefined }) {
  return (
    <div className="flex flex-col gap-1 border-t border-line px-2.5 py-2 text-sm" style={{ height: CAPTION_HEIGHT }}>
      <p className="flex items-center justify-between gap-2">
        <span className="font-semibold whitespace-nowrap">{counted(group.size, "image")}</span>
        <span className="flex min-w-0 items-center gap-1 text-xs text-quiet">
          <span className="truncate">weakest</span> <PercentBadge score={group.weakest} />
        </span>
      </p>
      <p className="flex justify-between gap-2 text-quiet">
        <span className="truncate">{TIER_WORDS[group.tier]}</span>
        {isUndecided(group.status) && <span className="whitespace-nowrap">frees {bytes(group.reclaimable)}</span>}
      </p>
      <p className="line-clamp-2 text-xs text-quiet">{remarkOf(group, plan)}</p>
    </div>
  );
}

/** The one thing that is most worth knowing of the group. */
function remarkOf(group: Group, plan: PlannedGroup | undefined): string {
  if (group.status !== "open") return STATUS_WORDS[group.status];
  const remarks = [
    group.newImages > 0 && `${counted(group.newImages, "new image")} since it was last decided`,
    group.isContradictory && "people contradict each other here",
    group.isHub && "one image is near to too many",
    plan?.why_not && `no suggestion: ${plan.why_not}`,
    group.isCapped && "very large: grouped stricter",
    plan?.reasons[0],
  ];
  return remarks.find((one) => typeof one === "string") ?? "";
}

/** The card in words, for whoever does not see it. */
export function labelOf(group: Group): string {
  const status = group.status === "open" ? "" : `, ${STATUS_WORDS[group.status]}`;
  const frees = isUndecided(group.status) ? `, frees ${bytes(group.reclaimable)}` : "";
  return `${counted(group.size, "image")}, ${TIER_WORDS[group.tier]}, weakest link ${percent(group.weakest)}${frees}${status}`;
}
