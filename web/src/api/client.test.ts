/** Requests: what they carry, and what becomes of those that meet an expired log-in. */
import { delay, http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { answerOf, api, authorized } from "@/api/client";
import { answered, useConnection } from "@/api/connection";
import { ApiError, Offline } from "@/api/problems";
import { logOut, useSession } from "@/api/session";
import { actAs } from "@/testing/people";
import { server } from "@/testing/server";

beforeEach(() => {
  actAs("editor");
});

afterEach(() => {
  answered();
  logOut();
});

/** An API that knows one token; it keeps what it is told. */
function onlyGood(token: string) {
  const told: { token: string | null; body: string }[] = [];
  const answer = async ({ request }: { request: Request }) => {
    const said = request.headers.get("Authorization");
    told.push({ token: said, body: await request.text() });
    return said === `Bearer ${token}`
      ? HttpResponse.json({ feedback_id: "f" }, { status: 201 })
      : HttpResponse.json({ type: "/problems/not-authentic", title: "Not authentic" }, { status: 401 });
  };
  server.use(http.post("*/api/feedback", answer));
  return told;
}

const say = (signal?: AbortSignal) =>
  answerOf(api.POST("/api/feedback", { body: { image_id: "i", action: "anomaly" }, ...(signal ? { signal } : {}) }));

const expired = () => vi.waitFor(() => expect(useSession.getState().state).toBe("expired"));

describe("a request", () => {
  it("carries the token and gives the data", async () => {
    const told = onlyGood("token");
    await expect(say()).resolves.toEqual({ feedback_id: "f" });
    expect(told[0]?.token).toBe("Bearer token");
  });

  it("carries none when nobody is logged in", async () => {
    logOut();
    const told = onlyGood("token");
    await expect(say()).rejects.toMatchObject({ status: 401 });
    expect(told).toEqual([{ token: null, body: expect.any(String) as string }]);
    expect(useSession.getState().state).toBe("out");
  });

  it("fails as the problem that was answered", async () => {
    const problem = {
      type: "/problems/group-changed",
      title: "Changed",
      detail: "Since then",
      request_id: "r",
      row_version: 3,
    };
    server.use(
      http.post("*/api/feedback", () => HttpResponse.json(problem, { status: 409, headers: { "Retry-After": "7" } })),
    );
    const error: unknown = await say().catch((one: unknown) => one);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 409,
      type: "group-changed",
      detail: "Since then",
      requestId: "r",
      retryAfterS: 7,
      extra: { row_version: 3 },
    });
  });

  it("fails as offline when no answer comes, and says so to the page", async () => {
    server.use(http.post("*/api/feedback", () => HttpResponse.error()));
    await expect(say()).rejects.toBeInstanceOf(Offline);
    expect(useConnection.getState().isAway).toBe(true);
  });

  it("tells the answer of a proxy without a gateway from the gateway's own", async () => {
    server.use(http.post("*/api/feedback", () => HttpResponse.text("bad gateway", { status: 502 })));
    await expect(say()).rejects.toMatchObject({ status: 502 });
    expect(useConnection.getState().isAway).toBe(true);
    server.use(
      http.post("*/api/feedback", () => HttpResponse.json({}, { status: 503, headers: { "X-Request-ID": "r" } })),
    );
    await expect(say()).rejects.toMatchObject({ status: 503, requestId: "r" });
    expect(useConnection.getState().isAway).toBe(false);
  });

  it("that is given up fails as that, not as offline", async () => {
    server.use(http.post("*/api/feedback", () => delay("infinite")));
    const gone = new AbortController();
    const asked = say(gone.signal);
    gone.abort();
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
    expect(useConnection.getState().isAway).toBe(false);
  });
});

describe("a request that meets an expired token", () => {
  it("waits for the log-in and is sent once more, with its body", async () => {
    const told = onlyGood("new");
    const asked = say();
    await expired();
    expect(told).toHaveLength(1);
    useSession.setState({ token: "new", state: "in" });
    await expect(asked).resolves.toEqual({ feedback_id: "f" });
    expect(told.map((one) => one.token)).toEqual(["Bearer token", "Bearer new"]);
    expect(told[1]?.body).toBe(told[0]?.body);
    expect(JSON.parse(told[1]?.body ?? "")).toEqual({ image_id: "i", action: "anomaly" });
  });

  it("keeps a file's bytes", async () => {
    const sizes: number[] = [];
    server.use(
      http.post("*/api/search/similar", async ({ request }) => {
        sizes.push((await request.arrayBuffer()).byteLength);
        const isGood = request.headers.get("Authorization") === "Bearer new";
        return HttpResponse.json({ hits: [] }, { status: isGood ? 200 : 401 });
      }),
    );
    const body = new Uint8Array(2000);
    const asked = authorized(new Request(`${location.origin}/api/search/similar`, { method: "POST", body }));
    await expired();
    useSession.setState({ token: "new", state: "in" });
    expect((await asked).status).toBe(200);
    expect(sizes).toEqual([2000, 2000]);
  });

  it("is sent again at once when another one has brought the new token meanwhile", async () => {
    const told = onlyGood("new");
    server.use(
      http.post(
        "*/api/feedback",
        () => {
          useSession.setState({ token: "new", state: "in" });
          return HttpResponse.json({}, { status: 401 });
        },
        { once: true },
      ),
    );
    await expect(say()).resolves.toEqual({ feedback_id: "f" });
    expect(told).toHaveLength(1);
    expect(useSession.getState().state).toBe("in");
  });

  it("is not sent a third time: the second refusal is told", async () => {
    const told = onlyGood("another");
    const asked = say();
    await expired();
    useSession.setState({ token: "new", state: "in" });
    await expect(asked).rejects.toMatchObject({ status: 401 });
    expect(told).toHaveLength(2);
  });

  it("fails when the person leaves instead", async () => {
    const told = onlyGood("new");
    const asked = say();
    await expired();
    logOut();
    await expect(asked).rejects.toMatchObject({ status: 401, type: "not-authentic" });
    expect(told).toHaveLength(1);
  });

  it("ends when it is given up while it waits", async () => {
    const told = onlyGood("new");
    const gone = new AbortController();
    const asked = say(gone.signal);
    await expired();
    gone.abort();
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
    useSession.setState({ token: "new", state: "in" });
    expect(told).toHaveLength(1);
  });

  it("ends when it was given up before it began to wait", async () => {
    const gone = new AbortController();
    server.use(
      http.get("*/api/auth/me", () => {
        queueMicrotask(() => gone.abort());
        return HttpResponse.json({}, { status: 401 });
      }),
    );
    const asked = authorized(new Request(`${location.origin}/api/auth/me`, { signal: gone.signal }));
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  });
});
