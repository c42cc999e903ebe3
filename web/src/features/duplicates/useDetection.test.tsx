/** A detection as it is seen: begun, attached to, found again after a reload, followed to its end. */
import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { DedupePage } from "@/features/duplicates/DedupePage";
import { useNotices } from "@/lib/actions";
import { GROUP_IDS, groupOut, jobOut, problem, serveGroups } from "@/testing/duplicates";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

const [A = "", B = ""] = GROUP_IDS;
const JOB = jobOut();
const ignore = () => undefined;
const page = () => renderIn(<DedupePage search={{}} onSearch={ignore} onOpen={ignore} onOpenImage={ignore} />);

/** A stream of progress that ends after these, and has nothing more to tell whoever comes back. */
function streams(...events: readonly object[]): void {
  const text = events.map((data, at) => `id: ${at + 1}\nevent: progress\ndata: ${JSON.stringify(data)}\n\n`).join("");
  server.use(
    http.get(
      "*/api/near-duplicates/progress",
      () => new HttpResponse(`retry: 1\n\n${text}`, { headers: { "Content-Type": "text/event-stream" } }),
      { once: true },
    ),
    http.get("*/api/near-duplicates/progress", () => new HttpResponse(null, { status: 204 })),
  );
}

const progress = (share: number, status = "scanning") => ({
  status,
  progress: share,
  scanned: share * 100,
  total: 100,
  groups_found: status === "complete" ? 3 : 0,
  message: status,
});

describe("a detection", () => {
  beforeEach(() => {
    actAs("editor");
    serveGroups();
    useNotices.setState({ notices: [] });
  });

  it("explains that nobody has detected yet, and begins", async () => {
    server.use(
      http.get("*/api/near-duplicates", () => problem(404, "not-detected")),
      http.post("*/api/near-duplicates/detect", () => HttpResponse.json({ job_id: JOB.job_id }, { status: 202 })),
      http.get("*/api/jobs/:id", () => HttpResponse.json(JOB)),
    );
    streams(progress(0.37));
    const { user } = await page();
    await user.click(await screen.findByRole("button", { name: "Detect duplicates" }));
    expect(await screen.findByText("Comparing, 37 of 100 images")).toBeInTheDocument();
    expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "37");
  });

  it("lets go of the clock's own job once that is over, though nobody ever asked", async () => {
    let isOver = false;
    const job = () => ({ ...JOB, progress: null, asked_by: null, state: isOver ? "succeeded" : "queued" });
    server.use(
      http.get("*/api/near-duplicates", () => problem(404, "not-detected")),
      http.get("*/api/near-duplicates/progress", () => problem(404, "not-detected")),
      http.get("*/api/jobs", () => HttpResponse.json({ jobs: [job()], next_cursor: null })),
      http.get("*/api/jobs/:id", () => HttpResponse.json(job())),
      http.get("*/api/jobs/:id/events", () => {
        isOver = true;
        const event = 'id: 1\nevent: succeeded\ndata: {"state":"succeeded","progress":null}\n\n';
        return new HttpResponse(event, { headers: { "Content-Type": "text/event-stream" } });
      }),
    );
    await page();
    await waitFor(() => expect(isOver).toBe(true));
    await waitFor(() => expect(screen.getByRole("button", { name: "Detect duplicates" })).toBeEnabled());
    expect(useNotices.getState().notices).toEqual([]);
  });

  it("attaches to the detection that runs already", async () => {
    server.use(
      http.post("*/api/near-duplicates/detect", () => problem(409, "sweep-running", { job_id: JOB.job_id })),
      http.get("*/api/jobs/:id", () => HttpResponse.json(JOB)),
    );
    streams(progress(0.5));
    const { user } = await page();
    await user.click(await screen.findByRole("button", { name: "Detect again" }));
    expect(await screen.findByText("Comparing, 50 of 100 images")).toBeInTheDocument();
    expect(useNotices.getState().notices[0]?.title).toMatch(/detected already/);
  });

  it("finds a running detection again after a reload, marks counts as provisional, and can pause it", async () => {
    const paused = vi.fn();
    server.use(
      http.get("*/api/jobs", () => HttpResponse.json({ jobs: [JOB], next_cursor: null })),
      http.get("*/api/jobs/:id", () => HttpResponse.json(JOB)),
      http.post("*/api/jobs/:id/pause", ({ params }) => {
        paused(params["id"]);
        return HttpResponse.json({ ...JOB, pause_requested: true });
      }),
    );
    streams(progress(0.2));
    const { user } = await page();
    expect(await screen.findByText("Comparing, 20 of 100 images")).toBeInTheDocument();
    expect(await screen.findByText(/Provisional/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Pause" }));
    expect(await screen.findByText("Pausing after the chunk at hand")).toBeInTheDocument();
    expect(paused).toHaveBeenCalledWith(JOB.job_id);
    expect(screen.getByRole("button", { name: "Resume" })).toBeInTheDocument();
  });

  it("asks for the groups anew when a detection is done", async () => {
    const asked = vi.fn();
    server.use(
      http.get("*/api/jobs", () => HttpResponse.json({ jobs: [JOB], next_cursor: null })),
      http.get("*/api/jobs/:id", () => HttpResponse.json({ ...JOB, state: "succeeded" })),
      http.get("*/api/duplicates/groups", () => {
        asked();
        return HttpResponse.json({
          groups: asked.mock.calls.length > 1 ? [groupOut(A)] : [groupOut(A), groupOut(B)],
          next_cursor: null,
        });
      }),
    );
    streams(progress(0.9), progress(1, "complete"));
    await page();
    await waitFor(() => expect(screen.getAllByRole("gridcell")).toHaveLength(1));
  });

  it("tells what a cancelled one leaves, and goes on from there", async () => {
    const ordered = vi.fn();
    const cancelled = { ...JOB, state: "cancelled" };
    server.use(
      http.get("*/api/jobs", () => HttpResponse.json({ jobs: [JOB], next_cursor: null })),
      http.get("*/api/jobs/:id", () => HttpResponse.json(JOB)),
      http.post("*/api/jobs/:id/:order", ({ params }) => {
        ordered(params["order"]);
        return HttpResponse.json(params["order"] === "cancel" ? cancelled : { ...JOB, state: "queued" });
      }),
    );
    streams(progress(0.2));
    const { user } = await page();
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await user.click(screen.getByRole("button", { name: "Cancel the detection" }));
    expect(await screen.findByText(/Pairs that were found are kept, and the groups are/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Go on from there" }));
    expect(await screen.findByText("Detection waits for a worker")).toBeInTheDocument();
    expect(ordered.mock.calls).toEqual([["cancel"], ["retry"]]);
  });
});
