/** Places: what the URL says of them, and how hops are walked and walked back. */
import { parse } from "valibot";
import { describe, expect, it } from "vitest";

import { paramsOf, placeOf, placeSchema, START, walked, walkedBack } from "@/features/images/place";

const id = (letter: string) => `01M7ZNGEZRDZT8FBT24F6R3ND${letter}`;
const [a, b, c] = [id("A"), id("B"), id("C")];

const readAgain = (place: typeof START) => placeOf(parse(placeSchema, JSON.parse(JSON.stringify(paramsOf(place)))));

describe("the URL of a place", () => {
  it("says nothing of what is as at the start", () => {
    expect(JSON.stringify(paramsOf(START))).toBe("{}");
    expect(placeOf(parse(placeSchema, {}))).toEqual(START);
  });

  it("holds tab, hops, and that nothing is looked for", () => {
    const place = { tab: "groups", hops: [a, b], isLooking: false } as const;
    expect(readAgain(place)).toEqual(place);
  });

  it.each([
    ["an unknown tab", { tab: "secrets" }],
    ["hops that are no images", { from: "../../etc" }],
    ["hops of another kind", { from: [a, 7] }],
    ["more hops than are kept", { from: Array.from({ length: 13 }, () => a).join(".") }],
    ["a switch of another kind", { similar: "no" }],
  ])("leaves out %s", (_what, params) => {
    expect(placeOf(parse(placeSchema, params))).toEqual(START);
  });
});

describe("walking over similar images", () => {
  it("remembers where from, and shows what is similar again", () => {
    const place = walked({ ...START, tab: "groups" }, a, b);
    expect(place).toEqual({ tab: "similar", hops: [a], isLooking: true });
    expect(walked(place, b, c).hops).toEqual([a, b]);
  });

  it("in a circle cuts the way where it closes", () => {
    expect(walked({ ...START, hops: [a, b] }, c, a).hops).toEqual([]);
    expect(walked({ ...START, hops: [a, b] }, c, b).hops).toEqual([a]);
  });

  it("keeps the last twelve", () => {
    const hops = Array.from({ length: 12 }, (_, index) => `hop ${index}`);
    const { hops: kept } = walked({ ...START, hops }, "from", "to");
    expect(kept).toHaveLength(12);
    expect([kept[0], kept.at(-1)]).toEqual(["hop 1", "from"]);
  });

  it("back to a hop forgets it and what came after", () => {
    expect(walkedBack({ ...START, hops: [a, b, c] }, 1).hops).toEqual([a]);
  });
});
