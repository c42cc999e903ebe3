/** The URL of a search and what is asked for it: round trips, hostile URLs, requests, walks. */
import { defaultParseSearch, defaultStringifySearch } from "@tanstack/react-router";
import { describe, expect, it } from "vitest";

import { adding, removing } from "@/features/search/examples";
import { apiFilter, chipsOf, NO_FILTERS } from "@/features/search/filters";
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
import { type View, viewSchema } from "@/features/search/view";
import { CHECKS, SOURCES } from "@/features/search/words";

const A = "01M7ZNGEZRDZT8FBT24F6R3NDC";
const B = "01M7ZNGEZF88NT0FY8ABJP1CBD";
const C = "01M7ZNGEZF88NT0FY8ABJP1CBE";
const OWNER = "ebdae3aa-a2a6-4df4-8d2e-a670dc15bff2";

const read = (search: Record<string, unknown>): View => viewSchema.parse(search);
const throughUrl = (view: View): View => read(defaultParseSearch(defaultStringifySearch(view)));
const said = (view: Partial<View>) =>
  Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));

/** The same numbers on every run: a failure can be met again. */
function random(seed: number) {
  let state = seed;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const one = <T>(from: readonly T[]): T => from[whole(0, from.length - 1)] as T;
  const some = <T>(from: readonly T[]) => [...new Set(Array.from({ length: whole(1, 4) }, () => one(from)))];
  return { next, whole, one, some };
}

const WORDS = [
  "cat",
  "123",
  "true",
  "null",
  '"',
  "[1]",
  "a&b=c",
  "ü 猫 🐈",
  "<b>x</b>",
  "%41+%",
  "{}",
  "#",
  "-0",
  "1e3",
];

function anyView(seed: number): View {
  const { next, whole, one, some } = random(seed);
  const day = () => `20${whole(10, 40)}-0${whole(1, 9)}-${whole(10, 28)}`;
  const every: Required<{ [K in keyof View]: () => View[K] }> = {
    mode: () => one(["text", "image", "examples"] as const),
    q: () => one(WORDS),
    img: () => one([A, B]),
    file: () => "0123456789ab",
    crop: () => [whole(0, 400), whole(0, 400), whole(500, 1000), whole(500, 1000)],
    tags: () => some(WORDS),
    all: () => some(WORDS),
    none: () => some(WORDS),
    since: day,
    until: day,
    owner: () => OWNER,
    dataset: () => one(WORDS),
    category: () => one(WORDS),
    source: () => one(SOURCES),
    quality: () => whole(1, 100),
    checks: () => some(CHECKS),
    nochecks: () => some(CHECKS),
    minw: () => whole(1, 9999),
    maxw: () => whole(1, 9999),
    minh: () => whole(1, 9999),
    maxh: () => whole(1, 9999),
    limit: () => one([50, 100, 200] as const),
    min: () => whole(-1000, 1000),
    gate: () => whole(0, 64),
    crops: () => true,
    fb: () => true,
    pos: () => some([A, B]),
    neg: () => some([B, C]),
    trail: () => some([`t:${one(WORDS)}`, `i:${A}`, "f:0123456789ab"]),
    id: () => one([A, B, C]),
    size: () => one([96, 160, 240] as const),
  };
  return Object.fromEntries(
    Object.entries(every).flatMap(([key, make]) => (next() < 0.4 ? [[key, make()]] : [])),
  ) as View;
}

describe("the URL of a search", () => {
  it("brings every view back as it was", () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const view = anyView(seed);
      expect(said(throughUrl(view)), `seed ${seed}`).toEqual(view);
    }
  });

  it("never fails, and keeps each part that makes sense", () => {
    const nonsense = [null, "", {}, [], -1, 1e99, "x".repeat(9000), [[]], { a: 1 }, "\u0000", Number.NaN, ["", {}]];
    for (const key of Object.keys(viewSchema.shape)) {
      for (const value of nonsense) {
        const view = read({ q: "cat", minw: 10, [key]: value });
        if (key !== "q") expect(view.q).toBe("cat");
        if (key !== "minw") expect(view.minw).toBe(10);
        if (view.q) expect(view.q.length).toBeLessThanOrEqual(500);
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
      const { since, until, ...view } = anyView(seed);
      const chips = chipsOf(view, undefined);
      for (const { change } of chips) expect(chipsOf({ ...view, ...change }, undefined)).toHaveLength(chips.length - 1);
    }
    expect(
      chipsOf({ since: "2026-01-01", until: "2026-01-02", owner: OWNER }, OWNER).map((chip) => chip.text),
    ).toContain("yours");
    expect(apiFilter({ ...anyView(3), ...NO_FILTERS })).toBeUndefined();
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
