/** What a person can do about the queue. */
import { describe, expect, it } from "vitest";

import { StoreError } from "@/features/upload/failures";
import { pending } from "@/features/upload/fakeSteps";
import { heldSend, named, names, queueWith, until } from "@/features/upload/queueRig";

describe("what a person does", () => {
  it("pause: what is under way ends, nothing is begun, and resume goes on", async () => {
    const { held, send } = heldSend();
    const { queue } = queueWith({ send });
    queue.add(named("a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"));
    await until(() => expect(held).toHaveLength(4));
    queue.pause();
    expect(queue.getSnapshot().run).toBe("paused");
    for (const one of held) one.resolve({ bucket: "images", key: "k" });
    await until(() => expect(queue.ledger.count("done")).toBe(4));
    expect(names(queue, "waiting")).toEqual(["e.jpg"]);
    queue.resume();
    await until(() => expect(held).toHaveLength(5));
  });

  it("pause while a file waits for its next try puts it back to the front", async () => {
    const wait = pending<undefined>();
    const { queue } = queueWith({ send: () => Promise.reject(new StoreError(500)), wait: () => wait.promise });
    queue.add(named("a.jpg"));
    await until(() => expect(queue.getSnapshot().trouble).not.toBeNull());
    queue.pause();
    wait.resolve(undefined);
    await until(() => expect(names(queue, "waiting")).toEqual(["a.jpg"]));
  });

  it("cancel the rest: what is finished stays, nothing more is sent", async () => {
    const { held, send } = heldSend();
    const { queue, steps } = queueWith({ send });
    queue.add(named("a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg", "f.jpg"));
    await until(() => expect(held).toHaveLength(4));
    held[0]?.resolve({ bucket: "images", key: "k" });
    await until(() => expect(queue.ledger.count("done")).toBe(1));
    queue.cancelRest();
    await until(() => expect(queue.ledger.count("cancelled")).toBe(5));
    await until(() => expect(queue.getSnapshot().run).toBe("idle"));
    expect(steps.asked.ingest).toBe(1);
    expect(queue.getSnapshot().bytesTotal).toBe(10);
  });

  it("cancel one, and take it up again", async () => {
    const { held, send } = heldSend();
    const { queue } = queueWith({ send });
    queue.add(named("a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"));
    await until(() => expect(held).toHaveLength(4));
    const [first, last] = [queue.ledger.at("all", 0), queue.ledger.at("all", 4)];
    if (!first || !last) throw new Error("no files");
    queue.cancel(last);
    expect(last.state).toBe("cancelled");
    queue.cancel(first);
    await until(() => expect(first.state).toBe("cancelled"));
    queue.retry(first);
    await until(() => expect(first.state).toBe("sending"));
  });

  it("adding without starting waits for the start", async () => {
    const { queue, steps } = queueWith();
    queue.add(named("a.jpg"), false);
    queue.add(named("b.jpg"), false);
    await until(() => expect(queue.getSnapshot().run).toBe("paused"));
    expect(steps.asked.hash).toBe(0);
    queue.resume();
    await until(() => expect(queue.ledger.count("done")).toBe(2));
  });

  it("clearing forgets files only when none is under way", async () => {
    const { held, send } = heldSend();
    const { queue } = queueWith({ send });
    queue.add(named("a.jpg"));
    await until(() => expect(held).toHaveLength(1));
    queue.clear();
    expect(queue.ledger.size).toBe(1);
    held[0]?.resolve({ bucket: "images", key: "k" });
    await until(() => expect(queue.getSnapshot().run).toBe("idle"));
    queue.clear();
    expect(queue.getSnapshot()).toMatchObject({ ended: 0, bytesTotal: 0, bytesMoved: 0 });
  });
});
