/** What is known of a group's members, line by line. Pure. */
import type { Line } from "@/components/compare/DifferenceTable";
import { type Member, nameOf } from "@/features/duplicates/model";
import { bytes, dateTime, percent } from "@/lib/format";

type Show = (member: Member) => string;

const LINES: readonly (readonly [label: string, show: Show])[] = [
  ["Name", ({ image }) => nameOf(image)],
  ["Format", ({ image }) => formatOf(image.content_type)],
  ["Dimensions", ({ image }) => `${image.width} × ${image.height}`],
  ["Size", ({ image }) => bytes(image.size_bytes)],
  ["Quality", ({ image }) => percent(image.quality_score)],
  ["Tags", ({ image }) => image.tags.toSorted().join(", ") || "none"],
  ["Dataset", ({ image }) => image.dataset_id ?? "none"],
  ["Added", ({ image }) => dateTime(image.created_at)],
  ["Perceptual hash", ({ image }) => image.phash],
  ["SHA-256", ({ image }) => `${image.sha256.slice(0, 12)}…`],
  ["Id", ({ image }) => image.image_id],
];

export function linesOf(members: readonly Member[]): readonly Line[] {
  return LINES.map(([label, show]) => ({ label, values: members.map(show) }));
}

/** "image/jpeg" → "JPEG". */
export function formatOf(contentType: string): string {
  return contentType.replace(/^image\//, "").toUpperCase();
}

/** Whether some tag is on one member and not on another. */
export function tagsDiffer(members: readonly Member[]): boolean {
  return new Set(members.map(({ image }) => JSON.stringify(image.tags.toSorted()))).size > 1;
}
