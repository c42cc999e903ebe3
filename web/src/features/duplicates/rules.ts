/** Rules by which many groups are resolved at once: the form, and the request that it becomes. */
import type { Resolution, Scope, Tier } from "@/features/duplicates/model";

export const RULES = [
  "suggested",
  "largest",
  "best_quality",
  "oldest",
  "newest",
  "format_order",
  "path_first",
  "owner_first",
] as const;
export type RuleName = (typeof RULES)[number];

export const RULE_WORDS: Record<RuleName, string> = {
  suggested: "The suggested image",
  largest: "The largest image",
  best_quality: "The one of best quality",
  oldest: "The oldest",
  newest: "The newest",
  format_order: "By format, in an order",
  path_first: "By the beginning of its name",
  owner_first: "By its owner",
};

const FORMATS = ["png", "tiff", "heic", "avif", "webp", "jpeg", "bmp", "gif"] as const;

export interface RuleForm {
  rule: RuleName;
  /** The formats, the most wanted first. */
  formats: readonly string[];
  /** One in each line, the most wanted first. */
  prefixes: string;
  owners: string;
  mergeTags: boolean;
}

export const NEW_FORM: RuleForm = { rule: "suggested", formats: FORMATS, prefixes: "", owners: "", mergeTags: true };

/** Which groups a rule is for. */
export type Target =
  | { what: "groups"; groupIds: readonly string[]; rowVersions: Readonly<Record<string, number>> }
  | { what: "filtered"; tiers: readonly Tier[]; tag: string | undefined }
  | { what: "all" };

export const MOST_NAMED = 500;
const MOST_ENTRIES = 100;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What is wrong with the form, in words; undefined when it can be sent. */
export function faultOf(form: RuleForm): string | undefined {
  if (form.rule === "format_order" && form.formats.length === 0) return "Choose at least one format.";
  if (form.rule === "path_first") return faultOfLines(linesOf(form.prefixes), "beginning of a name");
  if (form.rule === "owner_first") return faultOfOwners(linesOf(form.owners));
  return undefined;
}

function faultOfLines(lines: readonly string[], what: string): string | undefined {
  if (lines.length === 0) return `Write at least one ${what}, one in each line.`;
  if (lines.length > MOST_ENTRIES) return `${MOST_ENTRIES} lines at most.`;
  if (lines.some((line) => line.length > 512)) return "A line has 512 characters at most.";
  return undefined;
}

function faultOfOwners(lines: readonly string[]): string | undefined {
  const wrong = lines.find((line) => !UUID.test(line));
  return wrong === undefined ? faultOfLines(lines, "user id") : `“${wrong}” is not the id of a user.`;
}

/** Lines without spaces around them, without empty ones, each once. */
export function linesOf(text: string): readonly string[] {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return [...new Set(lines)];
}

function ruleOf({ rule, formats, prefixes, owners }: RuleForm): Record<string, unknown> {
  switch (rule) {
    case "format_order":
      return { keep: rule, formats: [...formats] };
    case "path_first":
      return { keep: rule, prefixes: linesOf(prefixes) };
    case "owner_first":
      return { keep: rule, owner_user_ids: linesOf(owners) };
    default:
      return { keep: rule };
  }
}

/** The request of a form for some groups. */
export function requestOf(form: RuleForm, target: Target, dataset: Scope): Resolution {
  return {
    ...(dataset === undefined ? {} : { dataset_id: dataset }),
    ...(target.what === "groups" ? { group_ids: [...target.groupIds], row_versions: { ...target.rowVersions } } : {}),
    ...(target.what === "filtered" && target.tag !== undefined ? { tag: target.tag } : {}),
    tiers: target.what === "filtered" ? [...target.tiers] : [],
    merge_tags: form.mergeTags,
    rule: ruleOf(form),
  };
}

/** A format one place up or down in the order. */
export function movedFormat(formats: readonly string[], at: number, by: 1 | -1): readonly string[] {
  const to = at + by;
  const [one, other] = [formats[at], formats[to]];
  if (one === undefined || other === undefined) return formats;
  return formats.map((format, index) => (index === at ? other : index === to ? one : format));
}
