/** The steps over the network, as the API documents them. */
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { useConnection } from "@/api/connection";
import { StoreError } from "@/features/upload/failures";
import { Hasher } from "@/features/upload/hasher";
import { transport } from "@/features/upload/transport";
import { actAs } from "@/testing/people";
import { server } from "@/testing/server";

const { signal } = new AbortController();
const steps = transport(new Hasher(() => new Worker("")));
const GIF = "GIF89a 123";
const STORE = "http://store.test/images/staging/1";

function signedAs(url: string) {
  const headers = { "Content-Type": "image/gif", "x-amz-meta-a": "1", "Content-Length": "10" };
  return { bucket: "images", key: "staging/1", url, method: "PUT", headers, expires: "2026-01-01T00:00:00Z" };
}

beforeEach(() => void actAs("editor"));
afterEach(() => useConnection.setState({ isAway: false }));

describe("looking a hash up", () => {
  const image = { image_id: "01K", filename: "old.jpg", tags: ["cat"], dataset_id: null };
  const answer = (exact: object | null) =>
    server.use(
      http.post("*/api/duplicates/check", async ({ request }) => {
        expect(await request.json()).toEqual({ sha256: "ab" });
        return HttpResponse.json({ exact, likenesses: [], flat: false, hash_only: true });
      }),
    );

  it("finds the image with the same bytes", async () => {
    answer({ ...image, state: "searchable" });
    expect(await steps.check("ab", signal)).toEqual({
      imageId: "01K",
      filename: "old.jpg",
      tags: ["cat"],
      datasetId: null,
    });
  });

  it.each([["trashed"], ["failed"]])("does not hold one that is %s for being here", async (state) => {
    answer({ ...image, state });
    expect(await steps.check("ab", signal)).toBeNull();
  });
});

describe("sending", () => {
  it("presigns what the bytes are, and puts exactly the headers that were answered", async () => {
    const seen: unknown[] = [];
    server.use(
      http.post("*/api/images/presign", async ({ request }) => {
        seen.push(await request.json());
        return HttpResponse.json(signedAs(STORE));
      }),
      http.put(STORE, ({ request }) => {
        seen.push([request.headers.get("content-type"), request.headers.get("x-amz-meta-a")]);
        seen.push(request.headers.has("authorization"));
        return new HttpResponse(null, { status: 200 });
      }),
    );
    const file = new File([GIF], "wrong.jpg", { type: "image/jpeg" });
    const place = await steps.send(file, `${"d/".repeat(200)}wrong.jpg`, () => undefined, signal);
    expect(place).toEqual({ bucket: "images", key: "staging/1" });
    const filename = `${"d/".repeat(200)}wrong.jpg`.slice(-255);
    expect(seen).toEqual([{ filename, content_type: "image/gif", size_bytes: 10 }, ["image/gif", "1"], false]);
  });

  it("asks for another URL when one has expired, but not for ever", async () => {
    let presigned = 0;
    server.use(
      http.post("*/api/images/presign", () => HttpResponse.json(signedAs(`http://store.test/${++presigned}`))),
      http.put("http://store.test/1", () => new HttpResponse(null, { status: 403 })),
      http.put("http://store.test/:n", () => new HttpResponse(null, { status: 204 })),
    );
    await steps.send(new File([GIF], "a.png"), "a.png", () => undefined, signal);
    expect(presigned).toBe(2);
    server.use(http.put("http://store.test/:n", () => new HttpResponse(null, { status: 403 })));
    const refused = steps.send(new File([GIF], "a.png"), "a.png", () => undefined, signal);
    await expect(refused).rejects.toMatchObject({ status: 403 });
    expect(presigned).toBe(5);
  });

  it.each([
    [() => HttpResponse.error(), { status: 0 }],
    [() => new HttpResponse(null, { status: 503, headers: { "Retry-After": "4" } }), { status: 503, retryAfterS: 4 }],
  ])("tells what the store answered", async (respond, error) => {
    server.use(
      http.post("*/api/images/presign", () => HttpResponse.json(signedAs(STORE))),
      http.put(STORE, respond),
    );
    const sent = steps.send(new File([GIF], "a.png"), "a.png", () => undefined, signal);
    await expect(sent).rejects.toBeInstanceOf(StoreError);
    await expect(sent).rejects.toMatchObject(error);
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    server.use(
      http.post("*/api/images/presign", () => HttpResponse.json(signedAs(STORE))),
      http.put(STORE, async () => {
        controller.abort();
        await new Promise(() => undefined);
      }),
    );
    const sent = steps.send(new File([GIF], "a.png"), "a.png", () => undefined, controller.signal);
    await expect(sent).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("taking in", () => {
  const near = (id: string) => ({ image: { image_id: id, filename: null }, tier: "T2", cosine: 0.97, hamming: 2 });
  const answer = { image_id: "01J", filename: "a.png", is_new: true, state: "uploaded" };

  it("says what the person said, and keeps the three closest of what it is like", async () => {
    server.use(
      http.post("*/api/images/ingest", async ({ request }) => {
        const told = { tags: ["x"], dataset_id: "d", filename: "a.png", source: "upload" };
        expect(await request.json()).toEqual({ bucket: "b", key: "k", ...told });
        return HttpResponse.json({ ...answer, near_duplicates: ["1", "2", "3", "4"].map(near) }, { status: 202 });
      }),
    );
    const told = { tags: ["x"], datasetId: "d" };
    const taken = await steps.ingest({ bucket: "b", key: "k" }, "a.png", told, signal);
    expect(taken).toMatchObject({ imageId: "01J", isNew: true, isSearchable: false, likeCount: 4 });
    expect(taken.likes.map(({ imageId }) => imageId)).toEqual(["1", "2", "3"]);
  });

  it("does not mind when likenesses could not be looked up", async () => {
    server.use(http.post("*/api/images/ingest", () => HttpResponse.json({ ...answer, near_duplicates: null })));
    const taken = await steps.ingest({ bucket: "b", key: "k" }, "a.png", { tags: [], datasetId: null }, signal);
    expect([taken.likes, taken.likeCount]).toEqual([[], 0]);
  });

  it.each([
    ["searchable", null, null],
    ["failed", "decode_limit", "decode_limit"],
    ["failed", null, "The server gave no reason."],
  ])("watches until it is %s (%s)", async (state, failure, told) => {
    const event = (state: string, failure: string | null) =>
      `event: state\ndata: ${JSON.stringify({ state, failure })}\n\n`;
    const stream = `id: 1-uploaded\n${event("uploaded", null)}id: 2-x\n${event(state, failure)}`;
    const headers = { "Content-Type": "text/event-stream" };
    server.use(http.get("*/api/images/01J/events", () => new HttpResponse(stream, { headers })));
    expect(await steps.watch("01J", signal)).toBe(told);
  });
});

describe("waiting", () => {
  it("for the API ends when it is back", async () => {
    useConnection.setState({ isAway: true });
    let isBack = false;
    const back = steps.reachable(signal).then(() => (isBack = true));
    await Promise.resolve();
    expect(isBack).toBe(false);
    useConnection.setState({ isAway: false });
    expect(await back).toBe(true);
  });

  it("ends when the file is cancelled", async () => {
    useConnection.setState({ isAway: true });
    const controller = new AbortController();
    const back = steps.reachable(controller.signal);
    const later = steps.wait(60_000, controller.signal);
    controller.abort();
    await expect(back).rejects.toMatchObject({ name: "AbortError" });
    await later;
  });
});
