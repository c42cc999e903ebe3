/** The address of the view: nonsense in it is left out, and the rest is what the API is asked. */
import { parse } from "valibot";
import { describe, expect, it } from "vitest";

import { anomaly, idOf, review } from "@/features/anomalies/fakeQa";
import { isAskedFor, paramsOf, questionSchema } from "@/features/anomalies/question";

describe("questionSchema", () => {
  it("drops what makes no sense, each part for itself", () => {
    const typed = {
      method: "guess",
      flagged: "perhaps",
      reviewed: "yes",
      check: "pretty",
      i: "<img>",
      dataset: "parts",
    };
    expect(parse(questionSchema, typed)).toEqual({ reviewed: "yes", dataset: "parts" });
  });

  it("keeps what does", () => {
    const typed = { method: "lof", flagged: false, check: "dark", view: "list", i: idOf(3) };
    expect(parse(questionSchema, typed)).toEqual(typed);
  });
});

describe("paramsOf", () => {
  it("asks for what is flagged and not reviewed, by the default method", () => {
    expect(paramsOf({})).toEqual({ method: "knn", flagged: true, reviewed: false });
  });

  it("filters by a quality check, in a dataset, of reviewed and unreviewed alike", () => {
    expect(paramsOf({ check: "dark", dataset: "parts", reviewed: "all", flagged: false, method: "dnn" })).toEqual({
      method: "dnn",
      flagged: false,
      filter: '{"quality_checks":{"any":["dark"]}}',
      dataset_id: "parts",
    });
  });
});

describe("isAskedFor", () => {
  const reviewed = anomaly(1, { reviews: [review("mia")] });
  const takenBack = anomaly(1, { reviews: [review("mia", { verdict: null })] });

  it("lets what was reviewed leave the queue, and come back when the word is taken back", () => {
    expect(isAskedFor(reviewed, {})).toBe(false);
    expect(isAskedFor(takenBack, {})).toBe(true);
    expect(isAskedFor(reviewed, { reviewed: "yes" })).toBe(true);
    expect(isAskedFor(takenBack, { reviewed: "yes" })).toBe(false);
    expect(isAskedFor(reviewed, { reviewed: "all" })).toBe(true);
  });

  it("lets what is not flagged any more leave a queue of flagged ones only", () => {
    const quiet = anomaly(1, { flagged: false });
    expect(isAskedFor(quiet, {})).toBe(false);
    expect(isAskedFor(quiet, { flagged: false })).toBe(true);
  });
});
