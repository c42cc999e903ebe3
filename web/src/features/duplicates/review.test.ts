/** The review of one group as a state: at most one image stays, and what is sent says which. */
import { describe, expect, it } from "vitest";

import { fateOf, labelOf, opened, resolutionOf, statusAfter, type Step, stepped } from "@/features/duplicates/review";
import { groupDetail, GROUP_IDS } from "@/testing/duplicates";

const [ID = ""] = GROUP_IDS;
const after = (...steps: Step[]) => steps.reduce(stepped, opened(groupDetail(ID)));
const fates = (review: ReturnType<typeof opened>) => review.memberIds.map((id) => fateOf(review, id));

describe("review", () => {
  it("begins with what is suggested", () => {
    expect(fates(after())).toEqual(["keep", "discard", "discard"]);
  });

  it("begins undecided where nothing is suggested, and where the group is decided", () => {
    const suggestion = { keeper_id: null, why_not: "too close", scores: {}, reasons: {} };
    expect(fates(opened(groupDetail(ID, { suggestion })))).toEqual(["unknown", "unknown", "unknown"]);
    expect(opened(groupDetail(ID, { status: "resolved" })).keeperId).toBeNull();
  });

  it("keeps another one: the first goes", () => {
    expect(fates(after({ do: "keep", at: 2 }))).toEqual(["discard", "discard", "keep"]);
    expect(after({ do: "keep", at: 2 }).active).toBe(2);
  });

  it("toggles: a kept one is not kept any more, and nobody is instead", () => {
    expect(fates(after({ do: "toggle", at: 0 }))).toEqual(["unknown", "unknown", "unknown"]);
    expect(fates(after({ do: "toggle", at: 1 }))).toEqual(["discard", "keep", "discard"]);
  });

  it("discards only the one that was kept", () => {
    expect(after({ do: "discard", at: 1 }).keeperId).toBe("a0");
    expect(after({ do: "discard", at: 0 }).keeperId).toBeNull();
  });

  it("goes around the members, and only looks", () => {
    expect(after({ do: "move", by: -1 })).toMatchObject({ active: 2, keeperId: "a0" });
    expect(after({ do: "move", by: 1 }, { do: "move", by: 1 }, { do: "move", by: 1 }).active).toBe(0);
    expect(after({ do: "look", at: 1 })).toMatchObject({ active: 1, keeperId: "a0" });
  });

  it("leaves numbers without an image alone", () => {
    expect(after({ do: "toggle", at: 8 })).toEqual(after());
  });

  it("never keeps two, whatever is pressed", () => {
    const presses: Step[] = [0, 2, 1, 1, 0, 2, 2].flatMap((at, index) => [
      { do: index % 3 === 0 ? "discard" : "toggle", at },
      { do: "keep", at: (at + 1) % 3 },
    ]);
    let review = after();
    for (const step of presses) {
      review = stepped(review, step);
      expect(fates(review).filter((fate) => fate === "keep").length).toBeLessThanOrEqual(1);
    }
  });
});

describe("a decision", () => {
  it("names one group, its version and the image that stays", () => {
    expect(resolutionOf(groupDetail(ID), "a2", false, "paintings")).toEqual({
      dataset_id: "paintings",
      group_ids: [ID],
      row_versions: { [ID]: 3 },
      rule: { keep: "a2" },
      merge_tags: false,
      tiers: [],
    });
  });

  it("is shown at once as what the API will say", () => {
    expect(statusAfter({ kind: "resolve", keeperId: "a0", mergeTags: true })).toBe("resolved");
    expect(statusAfter({ kind: "verdict", verdict: "same" })).toBe("confirmed");
    expect(statusAfter({ kind: "verdict", verdict: "skip" })).toBe("skipped");
  });

  it("is a sentence of the history", () => {
    expect(labelOf({ kind: "resolve", keeperId: "a0", mergeTags: true }, 3, "a0.jpg")).toBe(
      "Kept a0.jpg, put 2 into the trash",
    );
    expect(labelOf({ kind: "verdict", verdict: "different" }, 3, "")).toMatch(/not duplicates/);
  });
});
