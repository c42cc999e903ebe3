/** Filters: the API's conditions, and the chips. */
import { describe, expect, it } from "vitest";

import { apiFilter, chipsOf, NO_FILTERS } from "@/features/search/filters";
import { anyView, OWNER } from "@/features/search/sampleViews";

describe("filters", () => {
  it("become the API's conditions; the last day counts whole, in the reader's own time", () => {
    const filter = apiFilter({
      tags: ["a"],
      all: ["b"],
      none: ["c"],
      since: "2026-03-28",
      until: "2026-03-29",
      owner: OWNER,
      dataset: "d",
      category: "e",
      source: "api",
      quality: 40,
      checks: ["dark"],
      nochecks: ["blurry"],
      minw: 1,
      maxw: 2,
      minh: 3,
      maxh: 4,
    });
    expect(filter).toEqual({
      tags: { any: ["a"], all: ["b"], none: ["c"] },
      created_at: { gte: new Date(2026, 2, 28).toISOString(), lt: new Date(2026, 2, 30).toISOString() },
      dataset_id: "d",
      category_id: "e",
      owner_user_id: OWNER,
      source: "api",
      quality_score: { gte: 0.4 },
      quality_checks: { any: ["dark"], none: ["blurry"] },
      width: { gte: 1, lte: 2 },
      height: { gte: 3, lte: 4 },
    });
    expect(apiFilter({ q: "cat" })).toBeUndefined();
  });

  it("each have a chip that takes away only its own", () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const view = anyView(seed);
      const chips = chipsOf(view, undefined);
      for (const { change } of chips) expect(chipsOf({ ...view, ...change }, undefined)).toHaveLength(chips.length - 1);
    }
    expect(
      chipsOf({ since: "2026-01-01", until: "2026-01-02", owner: OWNER }, OWNER).map((chip) => chip.text),
    ).toContain("yours");
    expect(apiFilter({ ...anyView(3), ...NO_FILTERS })).toBeUndefined();
  });
});
