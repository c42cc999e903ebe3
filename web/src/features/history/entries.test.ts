/** The history out of two memories: this browser's list and the server's batches. */
import { describe, expect, it } from "vitest";

import type { Batch } from "@/api/batches";
import { canUndo, entriesOf } from "@/features/history/entries";
import type { Action } from "@/lib/actions";

const action = (change: Partial<Action> = {}): Action => ({
  id: "a",
  kind: "batch",
  label: "Kept part12.png",
  params: { batchId: "b" },
  userId: "mia",
  at: "2026-01-02T00:00:00Z",
  state: "done",
  ...change,
});

const batch = (change: Partial<Batch> = {}): Batch => ({
  batch_id: "b",
  kind: "resolve",
  state: "applied",
  dataset_id: null,
  rule: {},
  asked_by: "mia",
  created_at: "2026-01-01T00:00:00Z",
  applied_at: "2026-01-01T00:00:01Z",
  undone_at: null,
  undone_by: null,
  expires_at: "2026-01-31T00:00:00Z",
  groups: 3,
  trashed: 5,
  trashed_bytes: 2_400_000,
  job_id: null,
  outcomes: { done: 3 },
  ...change,
});

const plain = (text = "") => text.replaceAll("\u202F", " ");

describe("entriesOf", () => {
  it("are the person's own, the newest first", () => {
    const actions = [action({ id: "new", params: {} }), action({ id: "leo", params: {}, userId: "leo" })];
    const batches = [batch(), batch({ batch_id: "c", asked_by: "leo" })];
    expect(entriesOf(actions, batches, "mia").map((one) => one.id)).toEqual(["new", "b"]);
  });

  it("name what only the server remembers", () => {
    const names = [
      batch(),
      batch({ kind: "merge", groups: 2, trashed: 0 }),
      batch({ kind: "skip", groups: 1, trashed: 0 }),
    ];
    expect(names.map((one) => plain(entriesOf([], [one], "mia")[0]?.label))).toEqual([
      "Sorted out 3 groups of duplicates: 5 images to the trash, 2.4 MB",
      "Joined 2 groups of duplicates",
      "Skipped 1 group of duplicates",
    ]);
  });

  it("tell a batch once, in this browser's words, and as the server says that it stands", () => {
    const [one, ...others] = entriesOf([action()], [batch({ state: "undone" })], "mia");
    expect(others).toEqual([]);
    expect(one).toMatchObject({ label: "Kept part12.png", state: "undone", until: "2026-01-31T00:00:00Z" });
  });

  it.each([
    ["undoing", "applied", "undoing"],
    ["failed", "applied", "failed"],
    ["undone", "applied", "done"],
    ["done", "undoing", "undoing"],
  ] as const)("of what is %s here and %s there say %s", (here, there, shown) => {
    expect(entriesOf([action({ state: here })], [batch({ state: there })], "mia")[0]?.state).toBe(shown);
  });

  it("have the job only while it is at work", () => {
    const jobs = (["applying", "applied", "undoing", "undone"] as const).map(
      (state) => entriesOf([], [batch({ state, job_id: "j" })], "mia")[0]?.jobId,
    );
    expect(jobs).toEqual(["j", null, "j", null]);
  });
});

describe("canUndo", () => {
  const entry = { ...action(), until: "2026-01-31T00:00:00Z", jobId: null };
  const before = Date.parse("2026-01-30T23:59:59Z");

  it("until it expires", () => {
    expect([before, before + 1000].map((now) => canUndo(entry, now))).toEqual([true, false]);
  });

  it("what is done, and what could not be taken back before", () => {
    const states = ["done", "failed", "undoing", "undone"] as const;
    expect(states.map((state) => canUndo({ ...entry, state }, before))).toEqual([true, true, false, false]);
  });
});
