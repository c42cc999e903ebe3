/** Small pure parts: order, addresses, targets, progress, outcomes, metadata, turns. */
import { parse } from "valibot";
import { describe, expect, it } from "vitest";

import { isDiffering } from "@/components/compare/DifferenceTable";
import { NOTHING, select } from "@/components/thumbGrid/selection";
import { leftWords, stepWords, tenthOf } from "@/features/duplicates/detection";
import { addressOf } from "@/features/duplicates/ExportDialog";
import { linesOf, tagsDiffer } from "@/features/duplicates/metadata";
import { groupsOf } from "@/features/duplicates/model";
import { placeOf } from "@/features/duplicates/order";
import { reasonOf, settled, summaryOf } from "@/features/duplicates/outcomes";
import { dedupeSearch, questionOf } from "@/features/duplicates/search";
import { choicesOf } from "@/features/duplicates/targets";
import { turns } from "@/features/duplicates/turns";
import { turnWords } from "@/features/duplicates/words";
import { batchOut, groupDetail, GROUP_IDS, groupOut, picture } from "@/testing/duplicates";

const [A = "", B = "", C = ""] = GROUP_IDS;

describe("placeOf", () => {
  const groups = groupsOf([groupOut(A), groupOut(B, { status: "resolved" }), groupOut(C)]);

  it("goes to the next that waits, past what is decided", () => {
    expect(placeOf(groups, A)).toEqual({ index: 0, before: undefined, after: B, toDo: C });
  });

  it("comes back to those before it", () => {
    expect(placeOf(groups, C)).toMatchObject({ before: B, after: undefined, toDo: A });
  });

  it("begins at the first for a group that is not in the list", () => {
    expect(placeOf(groups, "f".repeat(32))).toMatchObject({ index: -1, toDo: A });
  });

  it("is done when nothing waits", () => {
    const done = groupsOf([groupOut(A), groupOut(B, { status: "skipped" })]);
    expect(placeOf(done, A).toDo).toBeUndefined();
  });
});

describe("addresses", () => {
  it("leave out what does not fit, and keep the rest", () => {
    const found = parse(dedupeSearch, {
      t: 1200,
      tier: ["T9"],
      group: "<b>",
      dataset: 2024,
      sort: "-size",
      tag: "cat",
    });
    expect(found).toEqual({ dataset: "2024", sort: "-size", tag: "cat" });
  });

  it("ask for what waits, and for everything", () => {
    expect(questionOf({})).toEqual({ status: ["open", "confirmed"], sort: "-size" });
    expect(questionOf({ status: "all", tier: ["T1"], dataset: "d" })).toEqual({
      tier: ["T1"],
      dataset_id: "d",
      sort: "-size",
    });
  });

  it("of exports name dataset and threshold", () => {
    expect(addressOf("groups.csv", undefined, 930)).toBe("/api/duplicates/groups.csv");
    expect(addressOf("pairs.csv", "d 1", 930)).toBe(
      "/api/duplicates/pairs.csv?dataset_id=d+1&threshold=0.93&evidence=true",
    );
  });
});

describe("choicesOf", () => {
  const groups = groupsOf([groupOut(A), groupOut(B), groupOut(C, { status: "resolved" })]);

  it("offers only all when nothing is chosen", () => {
    expect(choicesOf(groups, NOTHING, {}, undefined).map((one) => one.key)).toEqual(["all"]);
  });

  it("offers the open, the selected and the filtered, the narrowest first, without what is decided", () => {
    const found = choicesOf(groups, select(NOTHING, [A, B, C]), { tier: ["T1"] }, B);
    expect(found.map((one) => one.key)).toEqual(["this", "selected", "filtered", "all"]);
    expect(found[1]?.target).toEqual({ what: "groups", groupIds: [A, B], rowVersions: { [A]: 3, [B]: 3 } });
  });
});

describe("a detection", () => {
  it("is announced at each tenth once, and not at its end", () => {
    const shares = Array.from({ length: 101 }, (_, at) => at / 100);
    const said = shares.slice(1).map((now, at) => tenthOf(shares[at] ?? 0, now));
    expect(said.filter(Boolean)).toHaveLength(9);
    expect(tenthOf(0.09, 0.1)).toBe("Detection 10 percent done");
  });

  it("says how long it takes only when it can know", () => {
    expect(leftWords(0, 10_000, 0.01)).toBeUndefined();
    expect(leftWords(0, 10_000, 0.25)).toBe("about 30 s left");
  });

  it("says what it does", () => {
    const base = { status: "scanning", progress: 0.5, groups_found: 0, message: "m" } as const;
    expect(stepWords({ ...base, scanned: 5, total: 10 })).toBe("Comparing, 5 of 10 images");
    expect(stepWords({ ...base, scanned: 0, total: 0, message: "" })).toBe("Waiting for a worker");
  });
});

describe("a batch", () => {
  it("tells what became of its groups", () => {
    expect(summaryOf({ outcomes: { done: 2, failed: 1 } })).toBe("2 groups done; 1 group failed");
    expect(settled(batchOut({ groups: 10, outcomes: { pending: 4, done: 6 } }))).toBe(6);
  });

  it("tells why a group was left alone", () => {
    expect(reasonOf({ outcome: "abstained", detail: { why: "too close" } })).toBe("too close");
    expect(reasonOf({ outcome: "changed", detail: { status: "variant" } })).toMatch(/variants, all kept/);
    expect(reasonOf({ outcome: "gone", detail: {} })).toMatch(/not there any more/);
  });
});

describe("metadata", () => {
  const { members } = groupDetail(A);

  it("stands out only where it differs", () => {
    const differing = linesOf(members)
      .filter(isDiffering)
      .map((line) => line.label);
    expect(differing).toEqual(["Name", "SHA-256", "Id"]);
  });

  it("knows whether tags differ, whatever their order", () => {
    const [first, second] = members;
    if (!first || !second) throw new Error("two members");
    const tagged = (tags: string[]) => ({ ...second, image: picture("x", { tags }) });
    const base = { ...first, image: picture("y", { tags: ["a", "b"] }) };
    expect(tagsDiffer([base, tagged(["b", "a"])])).toBe(false);
    expect(tagsDiffer([base, tagged(["a"])])).toBe(true);
  });

  it("names turns as people do", () => {
    expect(["upright", "rotated_90", "mirrored"].map(turnWords)).toEqual(["", "rotated 90°", "mirrored"]);
  });
});

describe("turns", () => {
  it("lets so many in at once, and never begins what is not wanted any more", async () => {
    const inTurn = turns(1);
    const log: string[] = [];
    let release = () => undefined as void;
    const first = inTurn(new AbortController().signal, async () => {
      log.push("first");
      await new Promise<void>((resolve) => (release = resolve));
    });
    const gone = new AbortController();
    const second = inTurn(gone.signal, () => Promise.resolve(log.push("second")));
    const third = inTurn(new AbortController().signal, () => Promise.resolve(log.push("third")));
    gone.abort();
    await expect(second).rejects.toThrow(/abort/);
    await Promise.resolve();
    expect(log).toEqual(["first"]);
    release();
    await Promise.all([first, third]);
    expect(log).toEqual(["first", "third"]);
  });
});
