/** Taking back: which call it is, and what the list and the answers kept say afterwards. */
import { QueryClient } from "@tanstack/react-query";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { keys } from "@/api/keys";
import { undo } from "@/api/undoables";
import { type Action, type ActionKind, record, useActions, useNotices } from "@/lib/actions";
import { actAs } from "@/testing/people";
import { server } from "@/testing/server";

beforeEach(() => {
  actAs("editor");
  useActions.setState({ actions: [] });
  useNotices.setState({ notices: [] });
});

const did = (kind: ActionKind, params: Record<string, string>): Action =>
  record({ kind, label: "It", params, userId: "mia" });
const stateNow = () => useActions.getState().actions[0];

/** Every call that is made, as "DELETE /api/…". */
function calls(answer: (call: string) => Response = () => new HttpResponse(null, { status: 204 })): string[] {
  const made: string[] = [];
  server.use(
    http.all("*/api/*", ({ request }) => {
      const { pathname, search } = new URL(request.url);
      made.push(`${request.method} ${pathname}${search}`);
      return answer(made.at(-1) ?? "");
    }),
  );
  return made;
}

describe("undo", () => {
  it("of feedback takes each word back, also one that is gone already", async () => {
    const made = calls((call) => new HttpResponse(null, { status: call.endsWith("b") ? 404 : 204 }));
    await undo(did("feedback", { feedbackId: "a,b,c" }), new QueryClient());
    expect(made).toEqual(["DELETE /api/feedback/a", "DELETE /api/feedback/b", "DELETE /api/feedback/c"]);
    expect(stateNow()?.state).toBe("undone");
    expect(useNotices.getState().notices.at(-1)).toMatchObject({ title: "Taken back", detail: "It" });
  });

  it("of a review names its dataset", async () => {
    const made = calls(() => HttpResponse.json({}));
    await undo(did("review", { imageId: "i", datasetId: "parts" }), new QueryClient());
    expect(made).toEqual(["DELETE /api/qa/anomalies/i/review?dataset_id=parts"]);
  });

  it("of a small batch is done when it is answered", async () => {
    const made = calls(() => HttpResponse.json({ state: "undone", job_id: null }));
    await undo(did("batch", { batchId: "b" }), new QueryClient());
    expect(made).toEqual(["POST /api/duplicates/batches/b/undo"]);
    expect(stateNow()?.state).toBe("undone");
  });

  it("of a large batch follows its job, and says how far it is", async () => {
    const seen: string[] = [];
    const stop = useActions.subscribe(({ actions: [one] }) => seen.push(`${one?.state} ${one?.why ?? ""}`.trim()));
    const events = [
      'id: 1\nevent: progress\ndata: {"state":"running","progress":{"processed":20,"total":1400}}\n\n',
      'id: 2\nevent: succeeded\ndata: {"state":"succeeded","progress":null}\n\n',
    ];
    const made = calls((call) =>
      call.startsWith("POST")
        ? HttpResponse.json({ state: "undoing", job_id: "j" }, { status: 202 })
        : new HttpResponse(events.join(""), { headers: { "Content-Type": "text/event-stream" } }),
    );
    await undo(did("batch", { batchId: "b" }), new QueryClient());
    stop();
    expect(made[1]).toBe("GET /api/jobs/j/events");
    expect(seen).toEqual(["done", "undoing", "undoing 20 of 1,400 groups", "undone"]);
  });

  it.each([
    ["dead", /gave it up/],
    ["cancelled", /cancelled it/],
  ])("whose job ends %s is not done", async (end, why) => {
    const event = `id: 1\nevent: ${end}\ndata: {"state":"${end}","progress":null}\n\n`;
    calls((call) =>
      call.startsWith("POST")
        ? HttpResponse.json({ state: "undoing", job_id: "j" }, { status: 202 })
        : new HttpResponse(event, { headers: { "Content-Type": "text/event-stream" } }),
    );
    await undo(did("batch", { batchId: "b" }), new QueryClient());
    expect(stateNow()).toMatchObject({ state: "failed", why: expect.stringMatching(why) as string });
  });

  it("that is refused says why, and can be tried again", async () => {
    calls(() => HttpResponse.json({ title: "Conflict", detail: "It has expired." }, { status: 409 }));
    const action = did("batch", { batchId: "b" });
    await undo(action, new QueryClient());
    expect(stateNow()).toMatchObject({ state: "failed", why: "It has expired." });
    expect(useNotices.getState().notices.at(-1)).toMatchObject({ tone: "bad", detail: "It has expired." });
    calls(() => HttpResponse.json({ state: "undone", job_id: null }));
    await undo(action, new QueryClient());
    expect(stateNow()).toMatchObject({ state: "undone", why: "" });
  });

  it("is not begun twice", async () => {
    const made = calls(() => HttpResponse.json({ state: "undone", job_id: null }));
    const action = did("batch", { batchId: "b" });
    await Promise.all([undo(action, new QueryClient()), undo(action, new QueryClient())]);
    expect(made).toHaveLength(1);
  });

  it("has asked anew what it may have altered, and nothing else", async () => {
    calls();
    const cache = new QueryClient();
    const forget = vi.spyOn(cache, "invalidateQueries");
    await undo(did("feedback", { feedbackId: "a" }), cache);
    expect(forget.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([keys.feedback.all, keys.search.all]);
  });
});
