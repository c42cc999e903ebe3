/** A scoring as the page shows it: begun, joined, paused, cancelled, over. */
import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";

import { showPage } from "@/features/anomalies/fakePage";
import { anomaly, RUN, serveQa } from "@/features/anomalies/fakeQa";
import { actAs } from "@/testing/people";
import { server } from "@/testing/server";

const notScored = () => HttpResponse.json({ type: "/problems/not-scored", title: "Not scored" }, { status: 404 });
const three = () => [anomaly(1), anomaly(2), anomaly(3)];

describe("a scoring", () => {
  const event = (id: number, told: object) => `id: ${id}\nevent: progress\ndata: ${JSON.stringify(told)}\n\n`;
  const told = { status: "scoring", progress: 0.25, scored: 10, total: 40, flagged: 0, message: "reading vectors" };

  function serveStream() {
    let feed: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (feed = controller) });
    server.use(
      http.get(
        "*/api/qa/anomalies/score/progress",
        () => new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } }),
      ),
    );
    return (id: number, more: object) => feed?.enqueue(new TextEncoder().encode(event(id, { ...told, ...more })));
  }

  it("of a dataset that never had one is begun, watched live, and ends with a queue", async () => {
    const me = actAs("editor");
    serveQa(three(), me.userId);
    server.use(
      http.get("*/api/qa/anomalies", notScored),
      http.get("*/api/qa/anomalies/score/progress", notScored),
      http.post("*/api/qa/anomalies/score", () => HttpResponse.json({ job_id: "j-1" }, { status: 202 })),
      http.get("*/api/jobs/j-1", () => HttpResponse.json({ state: "running" })),
    );
    const { user } = await showPage();
    await screen.findByRole("heading", { name: "Nothing has been scored here yet" });
    const tell = serveStream();
    await user.click(screen.getAllByRole("button", { name: "Score now" })[0] as HTMLElement);
    tell(1, {});
    expect(await screen.findByText("Scoring: 10 of 40 images, reading vectors")).toBeInTheDocument();
    serveQa(three(), me.userId);
    tell(2, { status: "complete", progress: 1 });
    await screen.findByText("1 of 3");
    expect(screen.queryByRole("region", { name: "Scoring" })).not.toBeInTheDocument();
  });

  it("that runs already is joined, paused and cancelled", async () => {
    const me = actAs("editor");
    serveQa(three(), me.userId, { ...RUN });
    const orders: string[] = [];
    server.use(
      http.post("*/api/qa/anomalies/score", () =>
        HttpResponse.json({ type: "/problems/scoring-running", job_id: "j-2" }, { status: 409 }),
      ),
      http.get("*/api/jobs/j-2", () => HttpResponse.json({ state: "running" })),
      http.post("*/api/jobs/j-2/:order", ({ params }) => {
        orders.push(String(params["order"]));
        return HttpResponse.json({ state: "running", pause_requested: params["order"] === "pause" });
      }),
    );
    const tell = serveStream();
    const { user } = await showPage();
    await user.click(await screen.findByRole("button", { name: "Score now" }));
    tell(1, {});
    const bar = await screen.findByRole("region", { name: "Scoring" });
    await user.click(within(bar).getByRole("button", { name: "Pause" }));
    await user.click(await within(bar).findByRole("button", { name: "Resume" }));
    await within(bar).findByRole("button", { name: "Pause" });
    await user.click(within(bar).getByRole("button", { name: /Cancel, keep the old scores/ }));
    await waitFor(() => expect(orders).toEqual(["pause", "resume", "cancel"]));
    tell(2, { status: "error", message: "It was cancelled." });
    expect(await screen.findByText(/It was cancelled. The scores from before stay/)).toBeInTheDocument();
  });

  it("that was begun before the page was loaded is seen", async () => {
    const me = actAs("viewer");
    serveQa(three(), me.userId, { ...RUN, job_id: "j-3" });
    server.use(http.get("*/api/jobs/j-3", () => HttpResponse.json({ state: "paused" })));
    const tell = serveStream();
    await showPage();
    await screen.findByRole("region", { name: "Scoring" });
    tell(1, {});
    expect(await screen.findByText("Scoring is paused: 10 of 40 images, reading vectors")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Resume" })).not.toBeInTheDocument();
  });
});
