/** The URL of a search: round trips, and URLs that mean harm. */
import { defaultParseSearch, defaultStringifySearch } from "@tanstack/react-router";
import { parse } from "valibot";
import { describe, expect, it } from "vitest";

import { A, anyView, B } from "@/features/search/sampleViews";
import { type View, viewSchema } from "@/features/search/view";

const read = (search: Record<string, unknown>): View => parse(viewSchema, search);
const throughUrl = (view: View): View => read(defaultParseSearch(defaultStringifySearch(view)));
const said = (view: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));

describe("the URL of a search", () => {
  it("brings every view back as it was", () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const view = anyView(seed);
      expect(said(throughUrl(view)), `seed ${seed}`).toEqual(view);
    }
  });

  it("never fails, and keeps each part that makes sense", () => {
    const nonsense = [null, "", {}, [], -1, 1e99, "x".repeat(9000), [[]], { a: 1 }, "\u0000", Number.NaN, ["", {}]];
    for (const key of Object.keys(viewSchema.entries)) {
      for (const value of nonsense) {
        const others = said({ q: "cat", minw: 10, [key]: undefined });
        const view = read({ ...others, [key]: value });
        expect(view).toMatchObject(others);
        expect(view.q?.length ?? 0).toBeLessThanOrEqual(500);
      }
    }
  });

  it("does not take what the API would refuse", () => {
    expect(
      said(read({ since: "2026-02-30", until: "2026-13-01", owner: "me", img: "x", min: 1001, gate: 65 })),
    ).toEqual({});
    expect(
      said(read({ limit: 70, size: 161, crop: [500, 0, 500, 10], fb: false, source: "mail", quality: 0 })),
    ).toEqual({});
    expect(read({ q: "a\u0007b\uD800" }).q).toBe("a b");
    expect(read({ pos: [A, A, "nobody", B] }).pos).toEqual([A, B]);
    expect(read({ checks: ["dark", "odd"], trail: ["i:no", "t:yes", "<b>"] })).toMatchObject({
      checks: ["dark"],
      trail: ["t:yes"],
    });
    expect(read({ unknown: 1 })).not.toHaveProperty("unknown");
  });

  it("reads one value where a list may stand, and numbers as words", () => {
    expect(read(defaultParseSearch("?tags=cat&q=2024&dataset=7"))).toMatchObject({
      tags: ["cat"],
      q: "2024",
      dataset: "7",
    });
  });
});
