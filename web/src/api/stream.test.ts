/** Event streams: what is told, in which order, and what happens when they break. */
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { answered } from "@/api/connection";
import { watch } from "@/api/stream";
import { actAs } from "@/testing/people";
import { server } from "@/testing/server";

beforeEach(() => {
  actAs("editor");
  // The waits between two tries are jittered: at their shortest they are half.
  vi.spyOn(Math, "random").mockReturnValue(0);
});

afterEach(() => {
  answered();
});

type Told = { name: string; data: unknown; id: string | undefined };

/** Answers one after another; the last one again and again. */
function answers(...bodies: (string | number | null)[]) {
  const asked: { token: string | null; last: string | null }[] = [];
  server.use(
    http.get("*/api/jobs/j/events", ({ request }) => {
      asked.push({ token: request.headers.get("Authorization"), last: request.headers.get("Last-Event-ID") });
      const body = bodies[Math.min(asked.length, bodies.length) - 1];
      if (typeof body === "string") return new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } });
      if (body === null) return HttpResponse.error();
      return body === 204
        ? new HttpResponse(null, { status: 204 })
        : HttpResponse.json({ type: "/problems/gone" }, { status: body ?? 500 });
    }),
  );
  return asked;
}

function follow(more: Partial<Parameters<typeof watch>[1]> = {}) {
  const told: Told[] = [];
  const gone = new AbortController();
  const over = watch("/api/jobs/j/events", {
    onEvent: (name, data, id) => told.push({ name, data, id }),
    signal: gone.signal,
    ...more,
  });
  return { told, gone, over };
}

/** Makes the waits between tries short, and tells how long they were to be. */
function shortened(): number[] {
  const waits: number[] = [];
  const wait = globalThis.setTimeout;
  const shorten = (run: () => void, ms = 0) => {
    const isBackoff = ms >= 500 && ms < 5000;
    if (isBackoff) waits.push(ms);
    return wait(run, isBackoff ? 0 : ms);
  };
  vi.spyOn(globalThis, "setTimeout").mockImplementation(shorten);
  return waits;
}

const event = (id: number, name: string) => `id: ${id}\nevent: ${name}\ndata: {"n":${id}}\n\n`;

describe("watch", () => {
  it("tells each event with its name, data and id, whatever comments lie between", async () => {
    const asked = answers(`retry: 1\n\n: alive\n\n${event(1, "progress")}: alive\n\n${event(2, "succeeded")}`, 204);
    const { told, over } = follow();
    await over;
    expect(told).toEqual([
      { name: "progress", data: { n: 1 }, id: "1" },
      { name: "succeeded", data: { n: 2 }, id: "2" },
    ]);
    expect(asked[0]).toEqual({ token: "Bearer token", last: null });
  });

  it("comes back after a break with the last event's id, until there is nothing more", async () => {
    const asked = answers(`retry: 1\n\n${event(1, "progress")}`, `retry: 1\n\n${event(2, "progress")}`, 204);
    const { told, over } = follow();
    await over;
    expect(told.map((one) => one.id)).toEqual(["1", "2"]);
    expect(asked.map((one) => one.last)).toEqual([null, "1", "2"]);
  });

  it("begins after the event that is known", async () => {
    const asked = answers(204);
    await follow({ lastEventId: "7" }).over;
    expect(asked.map((one) => one.last)).toEqual(["7"]);
  });

  it("does not come back after the last event, though the connection may stay open", async () => {
    const asked = answers(event(1, "progress") + event(2, "succeeded") + event(3, "never"));
    const { told, over } = follow({ isLast: (name) => name === "succeeded" });
    await over;
    expect(told.map((one) => one.name).slice(0, 2)).toEqual(["progress", "succeeded"]);
    expect(asked).toHaveLength(1);
  });

  it("fails when it is refused", async () => {
    const asked = answers(404);
    await expect(follow().over).rejects.toMatchObject({ status: 404, type: "gone" });
    expect(asked).toHaveLength(1);
  });

  it("ends without a word when it is given up", async () => {
    const asked = answers(`retry: 60000\n\n${event(1, "progress")}`);
    const { told, gone, over } = follow();
    await vi.waitFor(() => expect(told).toHaveLength(1));
    gone.abort();
    await over;
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["no answer", null],
    ["too many streams", 429],
    ["a part that is away", 503],
  ])("tries again after %s, later each time", async (_what, failure) => {
    const waits = shortened();
    const asked = answers(failure, failure, failure, 204);
    await follow().over;
    expect(waits).toEqual([500, 1000, 2000]);
    expect(asked).toHaveLength(4);
  });
});
