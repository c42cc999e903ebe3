/** The list of what a person did: bounded, each person's own, kept across reloads. */
import { beforeEach, describe, expect, it } from "vitest";

import { adopt, mark, newestOf, notify, record, useActions, useNotices } from "@/lib/actions";

const did = (label: string, userId = "mia") =>
  record({ kind: "feedback", label, params: { feedbackId: label }, userId });

const labels = () => useActions.getState().actions.map((one) => one.label);
const kept = () =>
  JSON.parse(localStorage.getItem("semblance.actions") ?? "null") as { state: { actions: { state: string }[] } };

beforeEach(() => {
  useActions.setState({ actions: [] });
  useNotices.setState({ notices: [] });
});

describe("record", () => {
  it("puts the newest first, and offers to take it back", () => {
    did("one");
    const two = did("two");
    expect(labels()).toEqual(["two", "one"]);
    expect(useNotices.getState().notices.at(-1)).toMatchObject({ title: "two", tone: "good", actionId: two.id });
  });

  it("keeps fifty", () => {
    for (let number = 0; number < 60; number += 1) did(`${number}`);
    expect(labels()).toHaveLength(50);
    expect(labels().at(-1)).toBe("10");
  });

  it("keeps them in the browser; what a closed tab was taking back can be taken back again", async () => {
    mark(did("one").id, "undoing", "3 of 9");
    expect(useActions.getState().actions[0]?.state).toBe("undoing");
    expect(kept().state.actions[0]?.state).toBe("done");
    await useActions.persist.rehydrate();
    expect(useActions.getState().actions[0]).toMatchObject({ label: "one", state: "done" });
  });
});

describe("newestOf", () => {
  it("is the person's own, and can still be taken back", () => {
    const first = did("first");
    const second = did("second");
    did("of somebody else", "leo");
    mark(second.id, "undone");
    expect(newestOf("mia")).toEqual(first);
    expect(newestOf("nobody")).toBeUndefined();
  });
});

describe("mark", () => {
  it("changes one, and keeps why", () => {
    const one = did("one");
    did("two");
    mark(one.id, "failed", "too late");
    expect(useActions.getState().actions.map(({ state, why }) => [state, why])).toEqual([
      ["done", undefined],
      ["failed", "too late"],
    ]);
  });
});

describe("adopt", () => {
  it("takes in what the server remembers, once, and without a toast", () => {
    const one = did("here");
    useNotices.setState({ notices: [] });
    const there = { ...one, id: "there", label: "there" };
    adopt(there);
    adopt(there);
    expect(labels()).toEqual(["here", "there"]);
    expect(useNotices.getState().notices).toEqual([]);
  });
});

describe("notify", () => {
  it("keeps what was asked for until a toaster takes it", () => {
    notify({ title: "a", tone: "info" });
    notify({ title: "b", tone: "bad" });
    const { notices } = useNotices.getState();
    expect(notices.map((one) => one.title)).toEqual(["a", "b"]);
    expect(new Set(notices.map((one) => one.id)).size).toBe(2);
  });
});
