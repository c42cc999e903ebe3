/** Groups of near-duplicates as the app keeps them: what a card needs, and no more, so that ten thousand stay small. */
import type { components } from "@/api/schema";
import { pictureUrl } from "@/lib/pictures";

type Schemas = components["schemas"];
export type Tier = Schemas["Tier"];
export type Status = Schemas["GroupStatus"];
export type GroupDetail = Schemas["GroupDetailOut"];
export type Member = Schemas["gateway__duplicates__detail_schemas__MemberOut"];
export type Picture = Schemas["gateway__duplicates__pictures__PictureOut"];
export type Histogram = Schemas["HistogramOut"];
export type Preview = Schemas["PreviewOut"];
export type Resolution = Schemas["ResolutionIn"];
export type Plan = Schemas["ResolutionPreviewOut"];
export type PlannedGroup = Schemas["PlannedGroupOut"];
export type Batch = Schemas["BatchDetailOut"];
export type BatchItem = Schemas["BatchItemOut"];
export type Job = Schemas["JobOut"];

/** Undefined: the whole tenant. */
export type Scope = string | undefined;

export interface Cover {
  imageId: string;
  name: string;
  src: string;
  isWide: boolean;
}

export interface Group {
  groupId: string;
  size: number;
  tier: Tier;
  /** Similarity of the two members that are least alike. */
  weakest: number;
  reclaimable: number;
  status: Status;
  rowVersion: number;
  newImages: number;
  isHub: boolean;
  isCapped: boolean;
  isContradictory: boolean;
  /** The first ten members. */
  covers: readonly Cover[];
  /** This one and its undecided neighbours: what is suggested for them is asked at once. */
  chunk: readonly string[];
}

/** As many as the preview of a rule has samples of. */
const CHUNK = 12;

export function groupsOf(told: readonly Schemas["GroupOut"][]): Group[] {
  const starts = Array.from({ length: Math.ceil(told.length / CHUNK) }, (_, at) => at * CHUNK);
  return starts.flatMap((start) => {
    const some = told.slice(start, start + CHUNK);
    const chunk = some.filter((one) => isUndecided(one.status)).map((one) => one.group_id);
    return some.map((one) => groupOf(one, chunk));
  });
}

function groupOf(told: Schemas["GroupOut"], chunk: readonly string[]): Group {
  return {
    chunk,
    groupId: told.group_id,
    size: told.size,
    tier: told.tier,
    weakest: told.worst.similarity,
    reclaimable: told.reclaimable_bytes,
    status: told.status,
    rowVersion: told.row_version,
    newImages: told.new_ids.length,
    isHub: told.hub_ids.length > 0,
    isCapped: told.capped,
    isContradictory: told.contradictory,
    covers: told.images.map((one) => ({
      imageId: one.image_id,
      name: nameOf(one),
      src: pictureUrl(one.preview_url),
      isWide: one.width > one.height,
    })),
  };
}

/** A file's name, or the id of an image that came without one. */
export function nameOf(image: Pick<Picture, "filename" | "image_id">): string {
  return image.filename ?? image.image_id;
}

/** Whether the group still waits for somebody; the others are history. */
export function isUndecided(status: Status): boolean {
  return status === "open" || status === "skipped" || status === "confirmed";
}
