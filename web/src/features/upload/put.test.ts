/** A PUT tells how far it is, and a connection that is dead is not waited for. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { put } from "@/features/upload/put";

class FakeRequest extends EventTarget {
  static last: FakeRequest;
  readonly upload = new EventTarget();
  readonly headers: [string, string][] = [];
  status = 0;
  isAborted = false;

  constructor() {
    super();
    FakeRequest.last = this;
  }

  open() {}
  send() {}

  setRequestHeader(name: string, value: string) {
    this.headers.push([name, value]);
  }

  getAllResponseHeaders() {
    return "etag: 1\r\nretry-after: 7\r\n";
  }

  abort() {
    this.isAborted = true;
    this.end(0);
  }

  progress(loaded: number) {
    this.upload.dispatchEvent(new ProgressEvent("progress", { loaded, total: loaded }));
  }

  end(status: number) {
    this.status = status;
    this.dispatchEvent(new ProgressEvent("loadend"));
  }
}

const TO = {
  method: "PUT",
  url: "http://store.test/1",
  headers: { "Content-Type": "image/png", "content-length": "10" },
};
const file = new Blob(["0123456789"]);
const { signal } = new AbortController();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("tells how many bytes went, never more than the file has, and sets no header that is the browser's", async () => {
  const told: number[] = [];
  const sent = put(TO, file, (bytes) => told.push(bytes), signal);
  FakeRequest.last.progress(4);
  FakeRequest.last.progress(400);
  FakeRequest.last.end(204);
  await sent;
  expect(told).toEqual([4, 10]);
  expect(FakeRequest.last.headers).toEqual([["Content-Type", "image/png"]]);
});

it("gives up a minute after the last byte went out", async () => {
  const sent = put(TO, file, () => undefined, signal);
  vi.advanceTimersByTime(50_000);
  FakeRequest.last.progress(4);
  vi.advanceTimersByTime(59_000);
  expect(FakeRequest.last.isAborted).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(FakeRequest.last.isAborted).toBe(true);
  await expect(sent).rejects.toMatchObject({ name: "StoreError", status: 0 });
});

it("tells when the store wants to be asked again", async () => {
  const sent = put(TO, file, () => undefined, signal);
  FakeRequest.last.end(503);
  await expect(sent).rejects.toMatchObject({ name: "StoreError", status: 503, retryAfterS: 7 });
});

it("leaves no timer behind", async () => {
  const sent = put(TO, file, () => undefined, signal);
  FakeRequest.last.end(200);
  await sent;
  expect(vi.getTimerCount()).toBe(0);
});
