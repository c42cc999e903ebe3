/** All files together, in each state that a person may meet. */
import { screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import { useConnection } from "@/api/connection";
import type { UploadQueue } from "@/features/upload/queue";
import type { Snapshot } from "@/features/upload/snapshot";
import { snapshotOf } from "@/features/upload/snapshots";
import { TotalBar } from "@/features/upload/TotalBar";
import { renderIn } from "@/testing/render";

const STORAGE = { kind: "problem", title: "The storage cannot be reached", detail: "No answer came." } as const;
const half = { ended: 412, bytesTotal: 3e9, bytesMoved: 1.2e9 };

async function show(snapshot: Snapshot) {
  const queue = { pause: vi.fn(), resume: vi.fn(), retryFailed: vi.fn(), clear: vi.fn() };
  const onCancel = vi.fn();
  const bar = <TotalBar queue={queue as unknown as UploadQueue} snapshot={snapshot} onCancel={onCancel} />;
  return { ...(await renderIn(bar)), queue, onCancel };
}

const press = (name: string | RegExp) => screen.getByRole("button", { name });

afterEach(() => useConnection.setState({ isAway: false }));

it("running: how many, how fast, how long yet", async () => {
  const counts = { all: 980, waiting: 560, sending: 4, done: 412, indexing: 4 };
  const { user, queue, onCancel } = await show(
    snapshotOf({ ...half, counts, pace: 31e6, left: { from: 120, to: 180 } }),
  );
  expect(screen.getByText("412 of 980 files")).toBeVisible();
  expect(screen.getByText(/1\.2\sGB of 3\sGB · 31\sMB\/s · about 2 min to 3 min left/)).toBeVisible();
  expect(screen.getByRole("progressbar", { name: "All files" })).toHaveAttribute("aria-valuenow", "40");
  await user.click(press("Pause"));
  await user.click(press("Cancel the rest"));
  expect([queue.pause, onCancel].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  expect(screen.queryByRole("button", { name: "Clear the list" })).not.toBeInTheDocument();
});

it("paused: what is under way ends, and it can go on", async () => {
  const { user, queue } = await show(
    snapshotOf({ ...half, run: "paused", counts: { all: 980, sending: 2, done: 412 } }),
  );
  expect(screen.getByText(/paused; what is under way ends/)).toBeVisible();
  await user.click(press("Resume"));
  expect(queue.resume).toHaveBeenCalledOnce();
});

it("stopped by itself: why, that nothing is lost, and the way on", async () => {
  const { user, queue } = await show(
    snapshotOf({ ...half, run: "halted", halt: STORAGE, counts: { all: 980, failed: 3, done: 409, waiting: 568 } }),
  );
  const why = screen.getByText(/The upload stopped: The storage cannot be reached\./).parentElement;
  expect(why).toHaveTextContent("No answer came. Nothing is lost.");
  await user.click(press("Retry 3 failed"));
  expect(queue.retryFailed).toHaveBeenCalledOnce();
});

it("waiting for a store that does not answer: it is tried again", async () => {
  await show(snapshotOf({ ...half, trouble: STORAGE, counts: { all: 980, sending: 4 } }));
  expect(screen.getByText(/It is tried again by itself/)).toBeVisible();
  expect(screen.queryByText(/The upload stopped/)).not.toBeInTheDocument();
});

it("without the API: it waits, and says nothing twice", async () => {
  useConnection.setState({ isAway: true });
  await show(snapshotOf({ ...half, trouble: STORAGE, counts: { all: 980, sending: 4 } }));
  expect(screen.getByText(/waiting for Semblance to answer/)).toBeVisible();
  expect(screen.queryByText(/It is tried again by itself/)).not.toBeInTheDocument();
});

it("all sent, some not searchable yet: they are waited for", async () => {
  await show(snapshotOf({ run: "idle", ended: 970, counts: { all: 980, done: 970, indexing: 10 } }));
  expect(screen.getByText("All sent; the last are being taken in")).toBeVisible();
  expect(screen.queryByRole("button")).not.toBeInTheDocument();
});

it("over: what became of all, and an empty list on demand", async () => {
  const { user, queue } = await show(snapshotOf({ run: "idle", ended: 9, counts: { all: 9, done: 5, duplicate: 4 } }));
  expect(screen.getByText("5 new, 4 here already")).toBeVisible();
  await user.click(press("Clear the list"));
  expect(queue.clear).toHaveBeenCalledOnce();
});
