/** What is asked for a URL: requests, walks, examples. */
import { describe, expect, it } from "vitest";

import { adding, removing } from "@/features/search/examples";
import {
  asking,
  askOf,
  formOf,
  jsonOf,
  questionOf,
  tabOf,
  viewOfStep,
  walking,
  walkingBack,
} from "@/features/search/question";
import { A, B, C } from "@/features/search/sampleViews";
import type { View } from "@/features/search/view";

const said = (view: Partial<View>) =>
  Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));

describe("what is asked", () => {
  it("is words, a picture or examples, by the tab and by what there is", () => {
    expect(askOf({})).toBeNull();
    expect(askOf({ q: "cat", img: A })).toEqual({ kind: "text", text: "cat" });
    expect(askOf({ q: "cat", img: A, mode: "image" })).toMatchObject({ kind: "image", imageId: A });
    expect(askOf({ mode: "image", q: "cat" })).toBeNull();
    expect(askOf({ mode: "examples", q: "cat", pos: [A] })).toEqual({ kind: "examples" });
    expect(askOf({ neg: [A] })).toBeNull();
    expect(tabOf({ img: A })).toBe("image");
    expect(tabOf({ q: "cat" })).toBe("text");
    expect(tabOf({ mode: "image" })).toBe("image");
  });

  it("has every parameter as the API spells it", () => {
    const view: View = {
      img: A,
      gate: 0,
      crops: true,
      fb: true,
      limit: 50,
      pos: [B],
      neg: [B, C],
      tags: ["cat"],
      min: 700,
    };
    const question = questionOf(view);
    expect(question && jsonOf(question, 50)).toEqual({
      image_id: A,
      offset: 50,
      limit: 50,
      phash_gate: 0,
      use_crops: true,
      use_feedback: true,
      positive_ids: [B],
      negative_ids: [C],
      filter: { tags: { any: ["cat"] } },
    });
  });

  it("has no hash gate where there is no picture, and no feedback of examples", () => {
    expect(questionOf({ q: "cat", gate: 4, fb: true })?.params).toEqual({ limit: 100, use_feedback: true });
    expect(questionOf({ pos: [A], gate: 4, fb: true })?.params).toEqual({ limit: 100, positive_ids: [A] });
  });

  it("never asks for what is asked about as an example", () => {
    expect(questionOf({ img: A, pos: [A], neg: [A] })?.params).toEqual({ limit: 100 });
  });

  it("does not depend on the cut: results come best first, so the cut needs no request", () => {
    expect(questionOf({ q: "cat", min: 300 })).toEqual(questionOf({ q: "cat" }));
  });

  it("sends files as forms with members spelled as in JSON", () => {
    const question = questionOf({ mode: "image", file: "0123456789ab", tags: ["cat"], pos: [A] });
    const form = question && formOf(question, 100, new File(["x"], "cat.png", { type: "image/png" }));
    expect(form?.get("file")).toMatchObject({ name: "cat.png" });
    expect(form?.get("filter")).toBe('{"tags":{"any":["cat"]}}');
    expect(form?.get("positive_ids")).toBe(`["${A}"]`);
    expect(form?.get("offset")).toBe("100");
  });
});

describe("walks", () => {
  it("remember where they came from, keep filters and drop what held for the question before", () => {
    const first: View = { q: "red", tags: ["cat"], min: 300, pos: [B], id: A };
    const second = { ...first, ...walking(first, A) };
    expect(said(second)).toEqual({ mode: "image", img: A, tags: ["cat"], trail: ["t:red"] });
    const third = { ...second, min: 600, ...walking({ ...second, min: 600 }, B) };
    expect(said(third)).toEqual({ mode: "image", img: B, min: 600, tags: ["cat"], trail: ["t:red", `i:${A}`] });
    expect(said({ ...third, ...walkingBack(third, 0) })).toEqual({ mode: "text", q: "red", tags: ["cat"] });
  });

  it("keep the cut from picture to picture, and close where they go in a circle", () => {
    const view: View = { mode: "image", img: A, min: 700, gate: 8 };
    const next = { ...view, ...walking(view, B) };
    expect(said(next)).toMatchObject({ min: 700, gate: 8, trail: [`i:${A}`] });
    expect(said({ ...next, ...walking(next, A) })).toEqual({ mode: "image", img: A, min: 700, gate: 8 });
  });

  it("have steps that lead back to the same question", () => {
    for (const step of ["t:i:odd words", `i:${A}`, "f:0123456789ab"])
      expect(walking({ ...viewOfStep(step) }, B).trail).toEqual([step]);
    expect(walking({}, B).trail).toBeUndefined();
  });

  it("go on from new words without what was there", () => {
    expect(
      said({
        img: A,
        mode: "image",
        crop: [0, 0, 5, 5],
        gate: 4,
        ...asking({ img: A, gate: 4 }, { mode: "text", q: "x" }),
      }),
    ).toEqual({
      mode: "text",
      q: "x",
    });
  });
});

describe("examples", () => {
  const many = Array.from({ length: 40 }, (_, at) => `01M7ZNGEZRDZT8FBT24F6R3N${String(at).padStart(2, "0")}`);

  it("are at most 32 of each side, and an image is on one side only", () => {
    const { change, left } = adding({ neg: [many[0] ?? ""] }, "pos", many);
    expect(change.pos).toHaveLength(32);
    expect(change.neg).toBeUndefined();
    expect(left).toBe(8);
  });

  it("are taken away one by one", () => {
    expect(removing({ pos: [A, B] }, "pos", A)).toEqual({ pos: [B] });
    expect(removing({ pos: [A] }, "pos", A)).toEqual({ pos: undefined });
  });
});
