/** An upload says little aloud, and leaves a note of what a closed page could not send. */
import { describe, expect, it } from "vitest";

import { forgetLeftover, leftoverKeeper, leftoverOf } from "@/features/upload/leftover";
import { snapshotOf } from "@/features/upload/snapshots";
import { shareOf, summary, Teller } from "@/features/upload/telling";
import { timeLeft } from "@/features/upload/words";

function listen() {
  const said: string[] = [];
  const ends: boolean[] = [];
  const teller = new Teller((text, isEnd) => {
    said.push(text);
    ends.push(isEnd);
  });
  return { teller, said, ends };
}

const running = (share: number) =>
  snapshotOf({ counts: { all: 980 }, ended: Math.round(share * 980), bytesTotal: 1000, bytesMoved: share * 1000 });

describe("what is said aloud", () => {
  it("comes at most every tenth, and not more often than every ten seconds", () => {
    const { teller, said } = listen();
    teller.look(running(0), 0);
    for (let percent = 1; percent <= 99; percent += 1) teller.look(running(percent / 100), percent * 100);
    expect(said).toEqual([]);
    teller.look(running(0.99), 10_000);
    expect(said).toEqual(["970 of 980 files uploaded"]);
    teller.look(running(1), 60_000);
    expect(said).toHaveLength(1);
  });

  it("tells how it ended, once", () => {
    const { teller, said, ends } = listen();
    const over = snapshotOf({
      run: "idle",
      counts: { all: 12, done: 5, indexing: 1, duplicate: 3, failed: 2, refused: 1 },
    });
    teller.look(running(0), 0);
    teller.look(over, 10);
    teller.look(over, 20_000);
    expect(said).toEqual(["Upload finished: 6 new, 3 here already, 2 failed, 1 not taken"]);
    expect(ends).toEqual([true]);
  });

  it("tells that it stopped by itself, and why; a pause that a person made says nothing", () => {
    const { teller, said } = listen();
    teller.look(running(0.1), 0);
    teller.look(snapshotOf({ run: "paused" }), 1);
    teller.look(running(0.1), 2);
    const halt = { kind: "problem", title: "The storage cannot be reached", detail: "" } as const;
    teller.look(snapshotOf({ run: "halted", halt }), 3);
    expect(said).toEqual(["The upload stopped: The storage cannot be reached"]);
  });

  it("says nothing of nothing", () => {
    expect(summary(snapshotOf())).toBe("");
    expect(shareOf(snapshotOf())).toBe(0);
    expect(shareOf(snapshotOf({ ended: 1, counts: { all: 2 } }))).toBe(0.5);
  });
});

describe("the time left", () => {
  it("is one number where the pace is steady, and a range where it is not", () => {
    expect(timeLeft({ from: 119, to: 121 })).toBe("about 2 min");
    expect(timeLeft({ from: 40, to: 180 })).toBe("about 40 s to 3 min");
  });
});

describe("the note of what was left", () => {
  it("is written about once a second, for one person, and goes when nothing is left", () => {
    const keep = leftoverKeeper("acme/mia");
    keep(snapshotOf({ counts: { all: 10, done: 2, duplicate: 1, waiting: 7 }, ended: 3 }), 0);
    keep(snapshotOf({ counts: { all: 10, done: 9, waiting: 1 }, ended: 9 }), 500);
    expect(leftoverOf("acme/mia")).toMatchObject({ done: 3, left: 7 });
    expect(leftoverOf("acme/ben")).toBeNull();
    keep(snapshotOf({ run: "idle", counts: { all: 10, done: 9, failed: 1 }, ended: 10 }), 600);
    expect(leftoverOf("acme/mia")).toMatchObject({ done: 9, left: 1 });
    keep(snapshotOf({ run: "idle", counts: { all: 10, done: 9, indexing: 1 }, ended: 9 }), 700);
    expect(leftoverOf("acme/mia")).toBeNull();
  });

  it("of an earlier page stays while the list is empty, and can be forgotten", () => {
    localStorage.setItem("semblance.upload.left", JSON.stringify({ owner: "acme/mia", done: 1, left: 2 }));
    leftoverKeeper("acme/mia")(snapshotOf({ run: "idle" }), 0);
    expect(leftoverOf("acme/mia")).not.toBeNull();
    forgetLeftover();
    expect(leftoverOf("acme/mia")).toBeNull();
  });

  it("that is broken is none", () => {
    localStorage.setItem("semblance.upload.left", "{");
    expect(leftoverOf("acme/mia")).toBeNull();
  });
});
