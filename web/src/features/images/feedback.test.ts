/** What a new word does to those that were said: as the API does it, so that nothing jumps when it answers. */
import { describe, expect, it } from "vitest";

import { type History, ownWord, type Said, withoutWord, withWord } from "@/features/images/feedback";

const base: Said = {
  feedback_id: "1",
  user_id: "mia",
  said_at: "2026-01-01T00:00:00Z",
  image_id: "i",
  sha256: "s",
  action: "relevant",
  query: { text_query: "A red  circle", image_id: null, sha256: null },
  note: null,
  rank: null,
  score: null,
};
const history = (...feedback: Said[]): History => ({ feedback, next_cursor: null });
const ids = (of: History) => of.feedback.map((one) => one.feedback_id);

describe("withWord", () => {
  it("puts it first, in place of one's own about the same question", () => {
    const now = history(base, { ...base, feedback_id: "2", user_id: "leo" });
    const word: Said = { ...base, feedback_id: "3", action: "irrelevant" };
    expect(ids(withWord(now, word))).toEqual(["3", "2"]);
  });

  it("leaves other questions, and words about the image alone", () => {
    const other = { ...base, feedback_id: "2", query: { text_query: "a blue circle", image_id: null, sha256: null } };
    const alone: Said = { ...base, feedback_id: "4", action: "duplicate", query: null };
    const word: Said = { ...base, feedback_id: "3" };
    expect(ids(withWord(history(other, alone), word))).toEqual(["3", "2", "4"]);
  });

  it("leaves a duplicate a duplicate when it is called an anomaly, too", () => {
    const alone: Said = { ...base, feedback_id: "4", action: "duplicate", query: null };
    expect(ids(withWord(history(alone), { ...alone, feedback_id: "5", action: "anomaly" }))).toEqual(["5", "4"]);
    expect(ids(withWord(history(alone), { ...alone, feedback_id: "5" }))).toEqual(["5"]);
  });
});

describe("ownWord", () => {
  const said = [base, { ...base, feedback_id: "2", user_id: "leo", action: "irrelevant" as const }];

  it.each(["a red circle", " A RED CIRCLE ", "ａ red circle"])("knows the question by its words: %j", (text) => {
    expect(ownWord(said, "mia", "relevant", { text_query: text })?.feedback_id).toBe("1");
  });

  it("is one's own, of this kind, about this question", () => {
    expect(ownWord(said, "mia", "irrelevant", { text_query: "a red circle" })).toBeUndefined();
    expect(ownWord(said, "mia", "relevant", { text_query: "a red square" })).toBeUndefined();
    expect(ownWord(said, "mia", "relevant", { image_id: "i" })).toBeUndefined();
    expect(ownWord(said, "mia", "duplicate", undefined)).toBeUndefined();
  });
});

describe("withoutWord", () => {
  it("leaves the others", () => {
    expect(ids(withoutWord(history(base, { ...base, feedback_id: "2" }), "1"))).toEqual(["2"]);
  });
});
