/** What the queue does with files. */
import { describe, expect, it, vi } from "vitest";

import { ApiError, Offline } from "@/api/problems";
import { StoreError } from "@/features/upload/failures";
import { pending, picture, taken } from "@/features/upload/fakeSteps";
import { named, names, queueWith, until } from "@/features/upload/queueRig";
import type { Steps } from "@/features/upload/steps";

describe("a file's way", () => {
  it("is hashed, looked up, sent and taken in", async () => {
    const { queue, steps, memory } = queueWith();
    expect(queue.add(named("a.jpg"))).toEqual({ taken: 1, refused: 0, skipped: 0 });
    await until(() => expect(names(queue, "done")).toEqual(["a.jpg"]));
    expect(steps.asked).toMatchObject({ hash: 1, check: 1, send: 1, ingest: 1 });
    expect([...memory.keys()]).toEqual(["a.jpg\t10\t1"]);
  });

  it("ends before anything is sent when the bytes are here already", async () => {
    const known = { imageId: "01K", filename: "old.jpg", tags: ["cat"], datasetId: null };
    const { queue, steps } = queueWith({ check: async () => known });
    queue.tell({ tags: ["cat"], datasetId: null });
    queue.add(named("a.jpg"));
    await until(() => expect(names(queue, "duplicate")).toEqual(["a.jpg"]));
    expect(steps.asked.send).toBe(0);
    expect(queue.ledger.at("all", 0)?.outcome).toEqual({
      kind: "same",
      imageId: "01K",
      filename: "old.jpg",
      isMerged: false,
    });
  });

  it("is sent all the same when it brings a tag or a dataset that the image lacks", async () => {
    const known = { imageId: "01K", filename: "old.jpg", tags: ["cat"], datasetId: null };
    const merged = taken({ imageId: "01K", filename: "old.jpg", isNew: false });
    const { queue, steps } = queueWith({ check: async () => known, ingest: async () => merged });
    queue.tell({ tags: ["cat", "red"], datasetId: null });
    queue.add(named("a.jpg"));
    await until(() => expect(names(queue, "duplicate")).toEqual(["a.jpg"]));
    expect(steps.asked.send).toBe(1);
    expect(queue.ledger.at("all", 0)?.outcome).toMatchObject({ kind: "same", isMerged: true });
  });

  it("goes on when the look-up fails: it only saves sending", async () => {
    const check = () => Promise.reject(new ApiError(503, { type: "/problems/index-unavailable" }));
    const { queue } = queueWith({ check });
    queue.add(named("a.jpg"));
    await until(() => expect(names(queue, "done")).toEqual(["a.jpg"]));
  });

  it("waits without a lane until what was kept is searchable", async () => {
    const answers = [pending<string | null>(), pending<string | null>()];
    const waiting = [...answers];
    const { queue } = queueWith({
      ingest: async () => taken({ isSearchable: false }),
      watch: () => waiting.shift()?.promise ?? Promise.resolve(null),
    });
    queue.add(named("a.jpg", "b.jpg", "c.jpg"));
    await until(() => expect(queue.ledger.count("indexing")).toBe(3));
    await until(() => expect(queue.getSnapshot().run).toBe("idle"));
    answers[0]?.resolve("decode_limit");
    await until(() => expect(names(queue, "refused")).toEqual(["a.jpg"]));
    expect(queue.ledger.at("all", 0)?.outcome).toMatchObject({ detail: "decode_limit" });
    await until(() => expect(names(queue, "done")).toEqual(["c.jpg"]));
    answers[1]?.resolve(null);
    await until(() => expect(queue.ledger.count("done")).toBe(2));
  });
});

describe("what cannot be taken", () => {
  it("is listed with the reason before anything is sent", async () => {
    const { queue, steps } = queueWith();
    const found = [...named("notes.txt"), { file: picture("empty.png", 0), path: "empty.png" }];
    const unread = { file: new File([], "gone.jpg"), path: "gone.jpg", problem: "This file could not be opened." };
    found[0] = { file: new File(["words"], "notes.txt", { type: "text/plain" }), path: "notes.txt" };
    expect(queue.add([...found, unread])).toEqual({ taken: 0, refused: 3, skipped: 0 });
    const reasons = queue.ledger.all("refused").map(({ outcome }) => outcome?.kind === "problem" && outcome.title);
    expect(reasons).toEqual(["Not a picture format that is taken", "Empty", "Not read"]);
    expect(steps.asked.hash).toBe(0);
    expect(queue.getSnapshot().bytesTotal).toBe(0);
  });

  it("is refused in the server's words, and larger ones are not asked about", async () => {
    const problem = { type: "/problems/image-rejected", title: "No.", detail: "too big", reason: "too_many_bytes" };
    const { queue, steps } = queueWith({ send: () => Promise.reject(new ApiError(422, problem)) });
    queue.add([{ file: picture("a.jpg", 50), path: "a.jpg" }]);
    await until(() => expect(names(queue, "refused")).toEqual(["a.jpg"]));
    expect(queue.ledger.at("all", 0)?.outcome).toMatchObject({ title: "Too large", detail: "too big" });
    const added = queue.add([{ file: picture("b.jpg", 51), path: "b.jpg" }]);
    expect(added).toEqual({ taken: 0, refused: 1, skipped: 0 });
    expect(steps.asked.send).toBe(1);
  });

  it("is left out when it is there already, or was finished earlier", async () => {
    const { queue } = queueWith({}, new Map([["b.jpg\t10\t1", { tags: [], datasetId: null }]]));
    expect(queue.add(named("a.jpg", "b.jpg", "a.jpg"))).toEqual({ taken: 1, refused: 0, skipped: 2 });
  });
});

describe("failures", () => {
  it("that pass are tried again, five times in all", async () => {
    const ingest = vi.fn<Steps["ingest"]>().mockRejectedValue(new ApiError(503, { type: "/problems/overloaded" }));
    const { queue, steps } = queueWith({ ingest });
    queue.add(named("a.jpg"));
    await until(() => expect(names(queue, "failed")).toEqual(["a.jpg"]));
    expect(steps.asked).toMatchObject({ send: 1, ingest: 5, wait: 4 });
    ingest.mockResolvedValue(taken());
    queue.retryFailed();
    await until(() => expect(names(queue, "done")).toEqual(["a.jpg"]));
  });

  it("show while they are waited for, and are forgotten after", async () => {
    const wait = pending<undefined>();
    const ingest = vi.fn<Steps["ingest"]>().mockResolvedValue(taken());
    ingest.mockRejectedValueOnce(new Offline("gone"));
    const { queue } = queueWith({ ingest, wait: () => wait.promise });
    queue.add(named("a.jpg"));
    await until(() => expect(queue.getSnapshot().trouble).toMatchObject({ title: "Semblance does not answer" }));
    expect(queue.ledger.at("all", 0)?.outcome?.kind).toBe("problem");
    wait.resolve(undefined);
    await until(() => expect(names(queue, "done")).toEqual(["a.jpg"]));
    expect(queue.ledger.at("all", 0)?.outcome?.kind).toBe("new");
    await until(() => expect(queue.getSnapshot().trouble).toBeNull());
  });

  it("send the bytes again when the store lost them", async () => {
    const ingest = vi.fn<Steps["ingest"]>().mockResolvedValue(taken());
    ingest.mockRejectedValueOnce(new ApiError(404, { type: "/problems/upload-missing" }));
    const { queue, steps } = queueWith({ ingest });
    queue.add(named("a.jpg"));
    await until(() => expect(names(queue, "done")).toEqual(["a.jpg"]));
    expect(steps.asked).toMatchObject({ hash: 1, check: 1, send: 2, ingest: 2 });
  });

  it("stop the queue when three files in a row found nobody there", async () => {
    const send = vi.fn<Steps["send"]>().mockRejectedValue(new StoreError(0));
    const { queue } = queueWith({ send });
    queue.add(named(...Array.from({ length: 50 }, (_, index) => `${index}.jpg`)));
    await until(() => expect(queue.getSnapshot()).toMatchObject({ run: "halted" }));
    expect(queue.getSnapshot().halt).toMatchObject({ title: "The storage cannot be reached" });
    const { failed, waiting } = queue.getSnapshot().counts;
    expect(failed).toBeGreaterThanOrEqual(3);
    expect(failed + waiting).toBe(50);
    send.mockResolvedValue({ bucket: "images", key: "staging/1" });
    queue.retryFailed();
    await until(() => expect(queue.getSnapshot().counts.done).toBe(50));
  });

  it("keep saying why it stopped, while the last files under way come back", async () => {
    const last = pending<never>();
    const send: Steps["send"] = (_file, path) => (path === "d.jpg" ? last.promise : Promise.reject(new StoreError(0)));
    const { queue } = queueWith({ send });
    queue.add(named("a.jpg", "b.jpg", "c.jpg", "d.jpg"));
    await until(() => expect(queue.getSnapshot().run).toBe("halted"));
    last.reject(new StoreError(0));
    await until(() => expect(names(queue, "waiting")).toEqual(["d.jpg"]));
    queue.pause();
    expect(queue.getSnapshot()).toMatchObject({ run: "halted", halt: { title: "The storage cannot be reached" } });
  });

  it("stop the queue at once when the role is too low", async () => {
    const error = new ApiError(403, { type: "/problems/role-too-low", title: "Not with your role." });
    const { queue } = queueWith({ send: () => Promise.reject(error) });
    queue.add(named("a.jpg"));
    await until(() => expect(queue.getSnapshot().halt).toMatchObject({ title: "Not with your role." }));
  });

  it("tell when the file has gone", async () => {
    const hash = () => Promise.reject(new DOMException("no file", "NotFoundError"));
    const { queue } = queueWith({ hash });
    queue.add(named("a.jpg"));
    await until(() => expect(names(queue, "failed")).toEqual(["a.jpg"]));
    expect(queue.ledger.at("all", 0)?.outcome).toMatchObject({ title: "The file cannot be read any more" });
  });
});
