/** How fast, how many at once, how long until the next try, how often the page is told. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ApiError, Offline } from "@/api/problems";
import { isOutage, judge, problemOf, StoreError, waitMs } from "@/features/upload/failures";
import { Rate } from "@/features/upload/rate";
import { Ticker } from "@/features/upload/ticker";
import { Width } from "@/features/upload/width";

describe("the rate", () => {
  it("is of the last ten seconds, and the time left is a range", () => {
    const rate = new Rate();
    expect(rate.perSecond(0)).toBe(0);
    expect(rate.secondsFor(100, 0)).toBeNull();
    for (let second = 0; second <= 40; second += 1) rate.tell(second * 1000, second * 10);
    for (let second = 41; second <= 60; second += 1) rate.tell(second * 1000, 400 + (second - 40) * 40);
    expect(rate.perSecond(60_000)).toBeCloseTo(40);
    const left = rate.secondsFor(1200, 60_000);
    expect(left?.from).toBeCloseTo(30);
    expect(left?.to).toBeCloseTo(60);
  });

  it("knows nothing of what was before a pause", () => {
    const rate = new Rate();
    for (let second = 0; second <= 5; second += 1) rate.tell(second * 1000, second);
    rate.forget();
    expect(rate.perSecond(5000)).toBe(0);
  });

  it("is told often and keeps one sample a second of one minute", () => {
    const rate = new Rate();
    for (let ms = 0; ms <= 300_000; ms += 100) rate.tell(ms, ms);
    expect(rate.secondsFor(1000, 300_000)).toEqual({ from: 1, to: 1 });
  });
});

describe("the width", () => {
  function send(width: Width, fromMs: number, msEach: number) {
    let at = fromMs;
    for (let file = 0; file < 8; file += 1) width.went(1000, (at += msEach));
    return at;
  }

  it("grows while that makes it faster, to six at most", () => {
    const width = new Width();
    let at = 0;
    for (const msEach of [100, 50, 25, 12, 6]) at = send(width, at, msEach);
    expect(width.now).toBe(6);
  });

  it("turns round when it became slower", () => {
    const width = new Width();
    let at = send(width, 0, 100);
    const grown = width.now;
    at = send(width, at, 400);
    expect(width.now).toBe(grown - 1);
  });

  it("shrinks when the other side has no room, to two at least", () => {
    const width = new Width();
    for (let time = 0; time < 9; time += 1) width.wasRefused(time);
    expect(width.now).toBe(2);
  });
});

describe("an error", () => {
  const api = (status: number, type: string, after?: number) =>
    new ApiError(status, { type: `/problems/${type}` }, after);

  it.each([
    [new Offline("x"), "again", true],
    [new StoreError(0), "again", true],
    [new StoreError(503), "again", true],
    [new StoreError(403), "failed", false],
    [api(429, "too-many-attempts"), "again", true],
    [api(500, "server-fault"), "again", true],
    [api(404, "upload-missing"), "resend", false],
    [api(422, "image-rejected"), "refused", false],
    [api(413, "too-large"), "refused", false],
    [api(403, "foreign-key"), "failed", false],
    [api(403, "role-too-low"), "halt", false],
    [api(401, "not-authentic"), "halt", false],
    [new TypeError("a bug"), "failed", false],
  ])("%s means %s", (error, verdict, outage) => {
    expect([judge(error), isOutage(error)]).toEqual([verdict, outage]);
  });

  it("is waited out twice as long each time, by chance up to half less, from one to thirty seconds", () => {
    const error = new StoreError(500);
    expect([1, 2, 3, 4, 9].map((tries) => waitMs(error, tries, 1))).toEqual([1000, 2000, 4000, 8000, 30_000]);
    expect([1, 2, 3].map((tries) => waitMs(error, tries, 0))).toEqual([1000, 1000, 2000]);
  });

  it("is waited out as long as the other side asks, thirty seconds at most", () => {
    expect(waitMs(api(503, "overloaded", 7), 1, 1)).toBe(7000);
    expect(waitMs(new StoreError(503, 600), 1, 1)).toBe(30_000);
  });

  it("of the storage is told in words, and the API's in its own", () => {
    expect(problemOf(new StoreError(0))).toMatchObject({ title: "The storage cannot be reached" });
    expect(problemOf(new StoreError(507))).toMatchObject({ detail: "It answered 507." });
    expect(problemOf(new StoreError(400))).toMatchObject({ title: "The storage did not take it" });
    const said = new ApiError(422, {
      type: "/problems/image-rejected",
      title: "T",
      detail: "D",
      reason: "corrupt",
      request_id: "r1",
    });
    expect(problemOf(said)).toEqual({
      kind: "problem",
      title: "Damaged",
      detail: "D",
      reason: "corrupt",
      requestId: "r1",
    });
  });
});

describe("the ticker", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("tells ten times a second, however much changes, and at once what a person did", () => {
    const heard = vi.fn();
    const ticker = new Ticker(() => undefined);
    const leave = ticker.subscribe(heard);
    for (let ms = 0; ms < 1000; ms += 1) {
      ticker.touch();
      vi.advanceTimersByTime(1);
    }
    expect(heard).toHaveBeenCalledTimes(10);
    ticker.tell();
    expect(heard).toHaveBeenCalledTimes(11);
    leave();
    ticker.tell();
    expect(heard).toHaveBeenCalledTimes(11);
  });

  it("says nothing after it was stopped", () => {
    const heard = vi.fn();
    const ticker = new Ticker(() => undefined);
    ticker.subscribe(heard);
    ticker.touch();
    ticker.stop();
    vi.advanceTimersByTime(1000);
    expect(heard).not.toHaveBeenCalled();
  });
});
