/** An image as the grid shows it, whether a search found it or the library lists it. */
import type { components } from "@/api/schema";
import { pictureUrl } from "@/lib/pictures";
import { counted, percent } from "@/lib/format";

type Schemas = components["schemas"];

export interface Found {
  imageId: string;
  /** Undefined where nothing was searched for. */
  score: number | undefined;
  src: string;
  filename: string | undefined;
  tags: readonly string[];
  quality: number;
  checks: readonly Schemas["QualityCheck"][];
  state: Schemas["ImageState"];
  width: number;
  height: number;
  /** The part that matched. */
  box: Schemas["BoxOut"] | undefined;
}

/** Only what is shown is kept of an answer. */
export function ofHit(hit: Schemas["HitOut"]): Found {
  return {
    imageId: hit.image_id,
    score: hit.score,
    src: pictureUrl(hit.preview_url),
    filename: undefined,
    state: "searchable",
    box: hit.box ?? undefined,
    ...factsOf(hit.payload),
  };
}

export function ofImage(image: Schemas["ImageOut"]): Found {
  return {
    imageId: image.image_id,
    score: undefined,
    src: pictureUrl(image.preview_url),
    filename: image.filename ?? undefined,
    state: image.state,
    box: undefined,
    ...factsOf(image.payload),
  };
}

function factsOf(payload: Schemas["PayloadOut"] | null) {
  if (!payload) return { tags: [], quality: 0, checks: [], width: 0, height: 0 };
  const { tags, quality_score, quality_checks, width, height } = payload;
  return { tags, quality: quality_score, checks: quality_checks ?? [], width, height };
}

export const keyOf = (found: Found): string => found.imageId;

/** What to call it: by its file's name, or what it is tagged with. */
export function nameOf({ filename, tags, width, height }: Found): string {
  return filename ?? (tags.length > 0 ? tags.slice(0, 3).join(", ") : `Untagged, ${width} × ${height}`);
}

const STATES = { searchable: "", uploaded: "not searchable yet", failed: "could not be read", trashed: "in the trash" };

export const stateOf = ({ state }: Found): string => STATES[state];

/** The name of a cell, with all that its picture says. */
export function labelOf(found: Found): string {
  const { score, tags } = found;
  const parts = [
    nameOf(found),
    score !== undefined &&
      `${percent(Math.max(0, score)).replace(/\s*%$/u, "")} percent match, score ${score.toFixed(3)}`,
    stateOf(found),
    `${qualityWord(found)} quality`,
    counted(tags.length, "tag"),
  ];
  return parts.filter(Boolean).join(", ");
}

/** Quality as a word. */
export function qualityWord({ quality }: Found): "good" | "fair" | "poor" {
  return quality >= 0.6 ? "good" : quality >= 0.3 ? "fair" : "poor";
}
