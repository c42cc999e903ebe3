/** Scores in words. */
import { describe, expect, it } from "vitest";

import { anomaly, RUN } from "@/features/anomalies/fakeQa";
import { agreementIn, isPast, reasonsOf, ruleOf, zScore } from "@/features/anomalies/words";

describe("reasonsOf", () => {
  it("sets the nearest neighbour beside what is typical, and the score beside the others", () => {
    expect(reasonsOf(anomaly(1), RUN, [])).toEqual([
      "Its nearest neighbour is 0.42 away, 7 times as far as is typical (0.06).",
      "Its score is higher than 99 % of the others'; its robust z of 5.9 is above the usual suspicion of 3.5.",
    ]);
  });

  it("names failed checks, and never rounds up to all of the others", () => {
    const odd = anomaly(1, { percentile: 99.96, robust_z: 2 });
    const [, standing, checks] = reasonsOf(odd, RUN, ["blurry", "low_information"]);
    expect(standing).toMatch(/higher than 99.9 % .* below the usual suspicion/);
    expect(checks).toBe("It fails a quality check: blurry, little information.");
  });

  it("says why something past the fence is not flagged", () => {
    const said = (more: object) => reasonsOf(anomaly(1, { flagged: false, ...more }), RUN, []).join(" ");
    expect(said({ in_reference_set: true })).toContain("It was called normal here");
    expect(said({})).toContain("close to something that was called normal here");
    expect(said({ later: true })).toContain("came after the last scoring");
  });

  it("is silent about what is typical where nothing is known", () => {
    const alone = anomaly(1, { scores: {}, evidence: [] });
    expect(reasonsOf(alone, RUN, [])).toHaveLength(1);
  });
});

describe("isPast", () => {
  it("compares the score of a method with its own fence", () => {
    expect(isPast(anomaly(1), RUN, "knn")).toBe(true);
    expect(isPast(anomaly(1), RUN, "dnn")).toBe(false);
    expect(isPast(anomaly(1), RUN, "reference")).toBeUndefined();
  });
});

describe("words", () => {
  it("spell a check's rule", () => {
    const check = { check: "dark", failed: 5, measure: "luma", fails: "below", threshold: 0.16 } as const;
    expect(ruleOf(check)).toBe("mean brightness, 0 to 1, below 0.16");
  });

  it("say how far people agree", () => {
    expect([-0.2, 0.1, 0.5, 0.9].map(agreementIn)).toEqual([
      "worse than chance",
      "weak: settle what the verdicts mean",
      "fair",
      "good",
    ]);
  });

  it("never show a minus before nothing", () => {
    expect(zScore(-0.04)).toBe("0");
    expect(zScore(-2.25)).toBe("-2.3");
  });
});
