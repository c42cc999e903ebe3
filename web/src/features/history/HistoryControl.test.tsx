/** The history: its keys, what it lists, and taking back what was done in another browser. */
import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import HistoryControl from "@/features/history/HistoryControl";
import { record, useActions, useNotices } from "@/lib/actions";
import { listenForHotkeys } from "@/lib/hotkeys";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

const ME = "5f0c0000-0000-4000-8000-000000000001";
let stop: () => void;

beforeEach(() => {
  stop = listenForHotkeys();
  useActions.setState({ actions: [] });
  useNotices.setState({ notices: [] });
});

afterEach(() => stop());

const batch = (state: string, change: object = {}) => ({
  batch_id: "b",
  kind: "resolve",
  state,
  asked_by: ME,
  created_at: "2026-01-01T00:00:00Z",
  expires_at: "2126-01-31T00:00:00Z",
  groups: 30,
  trashed: 0,
  trashed_bytes: 0,
  job_id: null,
  ...change,
});

/** The server's batches, which a test may change. */
function have(...batches: object[]) {
  server.use(http.get("*/api/duplicates/batches", () => HttpResponse.json({ batches, next_cursor: null })));
  return batches;
}

/** The undo of batch `b`; its job ends as soon as it is looked at. */
function canTakeBack(batches: object[]) {
  const asked: string[] = [];
  const event = 'id: 1\nevent: succeeded\ndata: {"state":"succeeded","progress":{"processed":30,"total":30}}\n\n';
  server.use(
    http.post("*/api/duplicates/batches/b/undo", () => {
      asked.push("undo");
      return HttpResponse.json({ state: "undoing", job_id: "j" }, { status: 202 });
    }),
    http.get("*/api/jobs/j/events", () => {
      asked.push("events");
      batches.splice(0, 1, batch("undone"));
      return new HttpResponse(event, { headers: { "Content-Type": "text/event-stream" } });
    }),
  );
  return asked;
}

const drawer = () => screen.findByRole("dialog", { name: "What you did" });

describe("the history", () => {
  it("opens by h, and says what will be in it", async () => {
    actAs("editor");
    have();
    const { user } = await renderIn(<HistoryControl />);
    await user.keyboard("h");
    expect(await within(await drawer()).findByText("Nothing yet")).toBeInTheDocument();
  });

  it("asks the server for no reviews of a viewer, who has none", async () => {
    actAs("viewer");
    const { user } = await renderIn(<HistoryControl />);
    await user.click(screen.getByRole("button", { name: "What you did" }));
    expect(await within(await drawer()).findByText("Nothing yet")).toBeInTheDocument();
  });

  it("lists what was done elsewhere, and takes it back to the end of its job", async () => {
    actAs("editor");
    const asked = canTakeBack(have(batch("applied")));
    const { user } = await renderIn(<HistoryControl />);
    await user.keyboard("h");
    const item = await within(await drawer()).findByRole("listitem");
    expect(item).toHaveTextContent(/Sorted out 30 groups of duplicates.*Can be taken back until/);
    await user.click(within(item).getByRole("button", { name: /^Undo/ }));
    expect(await within(await drawer()).findByText("Taken back")).toBeInTheDocument();
    expect(asked).toEqual(["undo", "events"]);
    expect(within(item).queryByRole("button")).not.toBeInTheDocument();
    expect(item).toHaveFocus();
  });

  it("follows a job that was begun elsewhere", async () => {
    actAs("editor");
    const batches = have(batch("undoing", { job_id: "j" }));
    const asked = canTakeBack(batches);
    const { user } = await renderIn(<HistoryControl />);
    await user.keyboard("h");
    expect(await within(await drawer()).findByText("Taken back")).toBeInTheDocument();
    expect(asked).toEqual(["events"]);
  });

  it("says what can no longer be taken back, and offers it no button", async () => {
    actAs("editor");
    have(batch("applied", { expires_at: "2026-01-02T00:00:00Z" }));
    const { user } = await renderIn(<HistoryControl />);
    await user.keyboard("h");
    const item = await within(await drawer()).findByRole("listitem");
    expect(item).toHaveTextContent("Can no longer be taken back");
    expect(within(item).queryByRole("button")).not.toBeInTheDocument();
  });

  it("still lists this browser's when the server does not answer", async () => {
    actAs("editor");
    record({ kind: "feedback", label: "Marked it", params: { feedbackId: "f" }, userId: ME });
    server.use(http.get("*/api/duplicates/batches", () => HttpResponse.json({ title: "Away" }, { status: 500 })));
    const { user } = await renderIn(<HistoryControl />);
    await user.keyboard("h");
    expect(await screen.findByText("Away")).toBeInTheDocument();
    expect(within(await drawer()).getByText("Marked it")).toBeInTheDocument();
  });
});

describe("u", () => {
  it("takes back the last action of this browser", async () => {
    actAs("editor");
    server.use(http.delete("*/api/feedback/f", () => new HttpResponse(null, { status: 204 })));
    record({ kind: "feedback", label: "Marked it", params: { feedbackId: "f" }, userId: ME });
    const { user } = await renderIn(<HistoryControl />);
    await user.keyboard("u");
    await waitFor(() => expect(useActions.getState().actions[0]?.state).toBe("undone"));
  });

  it("takes back the last review that the server remembers, where this browser has none", async () => {
    actAs("editor");
    const asked = canTakeBack(have(batch("applied")));
    const { user } = await renderIn(<HistoryControl />);
    await user.keyboard("u");
    await waitFor(() => expect(useActions.getState().actions[0]?.state).toBe("undone"));
    expect(asked).toEqual(["undo", "events"]);
  });

  it("says when there is nothing", async () => {
    actAs("viewer");
    const { user } = await renderIn(<HistoryControl />);
    await user.keyboard("u");
    await waitFor(() =>
      expect(useNotices.getState().notices[0]).toMatchObject({ title: "There is nothing to take back" }),
    );
  });
});
