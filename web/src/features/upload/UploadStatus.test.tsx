/** The header's word of an upload. */
import { act, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import { keys } from "@/api/keys";
import { type Progress, useProgress } from "@/features/upload/progress";
import { UploadStatus } from "@/features/upload/UploadStatus";
import { renderIn } from "@/testing/render";

const set = (progress: Progress | null) => act(() => useProgress.setState({ progress }));

afterEach(() => set(null));

it.each([
  ["running", "Uploading: 412 of 980"],
  ["paused", "Upload paused: 412 of 980"],
  ["halted", "Upload stopped: 412 of 980"],
] as const)("%s: says so, and leads back", async (run, name) => {
  set({ ended: 412, all: 980, share: 0.4, run });
  await renderIn(<UploadStatus />);
  expect(screen.getByRole("link", { name })).toHaveAttribute("href", "/upload");
});

it("is not there without files, and goes when all are sent; then lists of images are read again", async () => {
  const { cache } = await renderIn(<UploadStatus />);
  const invalidate = vi.spyOn(cache, "invalidateQueries");
  expect(screen.queryByRole("link")).not.toBeInTheDocument();
  set({ ended: 1, all: 2, share: 0.5, run: "running" });
  expect(screen.getByRole("link")).toBeVisible();
  expect(invalidate).not.toHaveBeenCalled();
  set({ ended: 2, all: 2, share: 1, run: "idle" });
  expect(screen.queryByRole("link")).not.toBeInTheDocument();
  expect(invalidate).toHaveBeenCalledExactlyOnceWith({ queryKey: keys.images.all });
});
