/** Rules: what a form becomes, and what it is refused for before it is sent. */
import { describe, expect, it } from "vitest";

import { faultOf, linesOf, movedFormat, NEW_FORM, requestOf, RULES } from "@/features/duplicates/rules";

const ALL = { what: "all" } as const;

describe("requestOf", () => {
  it("sends a plain rule for all groups of the tenant", () => {
    expect(requestOf({ ...NEW_FORM, rule: "largest" }, ALL, undefined)).toEqual({
      rule: { keep: "largest" },
      merge_tags: true,
      tiers: [],
    });
  });

  it("names a dataset", () => {
    expect(requestOf(NEW_FORM, ALL, "paintings").dataset_id).toBe("paintings");
  });

  it("names groups with the versions that were looked at", () => {
    const target = { what: "groups", groupIds: ["a", "b"], rowVersions: { a: 1, b: 4 } } as const;
    expect(requestOf({ ...NEW_FORM, mergeTags: false }, target, undefined)).toEqual({
      group_ids: ["a", "b"],
      row_versions: { a: 1, b: 4 },
      rule: { keep: "suggested" },
      merge_tags: false,
      tiers: [],
    });
  });

  it("sends the filters, and not their groups", () => {
    const request = requestOf(NEW_FORM, { what: "filtered", tiers: ["T1", "T3"], tag: "cat" }, undefined);
    expect(request).toMatchObject({ tiers: ["T1", "T3"], tag: "cat" });
    expect(request).not.toHaveProperty("group_ids");
  });

  it.each([
    ["format_order", { keep: "format_order", formats: ["png", "jpeg"] }],
    ["path_first", { keep: "path_first", prefixes: ["originals/", "raw/"] }],
    ["owner_first", { keep: "owner_first", owner_user_ids: ["5f0c0000-0000-4000-8000-000000000001"] }],
    ["best_quality", { keep: "best_quality" }],
  ] as const)("of %s has its own parameters and no others", (rule, expected) => {
    const form = {
      ...NEW_FORM,
      rule,
      formats: ["png", "jpeg"],
      prefixes: " originals/ \n\nraw/\noriginals/",
      owners: "5f0c0000-0000-4000-8000-000000000001\n",
    };
    expect(requestOf(form, ALL, undefined).rule).toEqual(expected);
  });
});

describe("faultOf", () => {
  it("finds nothing wrong with rules without parameters", () => {
    const plain = RULES.filter((rule) => !["path_first", "owner_first"].includes(rule));
    expect(plain.map((rule) => faultOf({ ...NEW_FORM, rule }))).toEqual(plain.map(() => undefined));
  });

  it("asks for what is missing", () => {
    expect(faultOf({ ...NEW_FORM, rule: "path_first" })).toMatch(/at least one beginning/);
    expect(faultOf({ ...NEW_FORM, rule: "owner_first", owners: "mia" })).toMatch(/“mia” is not the id/);
    expect(faultOf({ ...NEW_FORM, rule: "format_order", formats: [] })).toMatch(/at least one format/);
    expect(faultOf({ ...NEW_FORM, rule: "path_first", prefixes: "x".repeat(513) })).toMatch(/512/);
  });
});

describe("lists", () => {
  it("have each line once, without spaces", () => {
    expect(linesOf(" a \n\nb\na ")).toEqual(["a", "b"]);
  });

  it("are ordered by moving one entry, and keep all", () => {
    expect(movedFormat(["png", "jpeg", "gif"], 2, -1)).toEqual(["png", "gif", "jpeg"]);
    expect(movedFormat(["png", "jpeg"], 0, -1)).toEqual(["png", "jpeg"]);
    expect(movedFormat(["png", "jpeg"], 1, 1)).toEqual(["png", "jpeg"]);
  });
});
