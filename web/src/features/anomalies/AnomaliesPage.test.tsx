/** Reviewing one by one: verdicts, their keys, what follows from them, and every empty state. */
import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { undo } from "@/api/undoables";
import { candidate, showPage } from "@/features/anomalies/fakePage";
import { anomaly, idOf, review, RUN, serveQa } from "@/features/anomalies/fakeQa";
import { useNotes, useReviewing } from "@/features/anomalies/reviewing";
import { useActions, useNotices } from "@/lib/actions";
import { listenForHotkeys } from "@/lib/hotkeys";
import { actAs } from "@/testing/people";
import { server } from "@/testing/server";

let stopListening = () => undefined as void;

beforeEach(() => {
  stopListening = listenForHotkeys();
  useReviewing.setState({ advances: true });
  useNotes.setState({ notes: {} });
  useActions.setState({ actions: [] });
  useNotices.setState({ notices: [] });
});
afterEach(() => stopListening());

const three = () => [anomaly(1), anomaly(2), anomaly(3)];

describe("a verdict", () => {
  it("is shown at once, leads on, is sent with its note, and can be taken back", async () => {
    const me = actAs("editor");
    const fake = serveQa(three(), me.userId);
    let answer = () => undefined as void;
    fake.onReview = () => new Promise((resolve) => (answer = () => resolve(undefined)));
    const { user, cache } = await showPage();
    await screen.findByRole("region", { name: "Candidate" });
    await user.type(await screen.findByLabelText("Note, optional"), "cracked 1 2 3");
    await user.tab();
    await user.keyboard("1");
    await candidate("part2.png");
    expect(useActions.getState().actions).toEqual([]);
    answer();
    await waitFor(() => expect(useActions.getState().actions[0]?.label).toBe("part1.png: defect"));
    expect(fake.said).toEqual([{ name: "part1.png", body: { verdict: "defect", note: "cracked 1 2 3" } }]);

    const [action] = useActions.getState().actions;
    if (action) await undo(action, cache);
    await candidate("part1.png");
    expect(await screen.findByText("1 of 3")).toBeInTheDocument();
  });

  it("quiets the look-alikes of what is normal, and says how many", async () => {
    const me = actAs("editor");
    serveQa([anomaly(2), anomaly(21), anomaly(22), anomaly(3)], me.userId);
    const { user } = await showPage();
    await screen.findByText("1 of 4");
    await user.keyboard("2");
    await waitFor(() =>
      expect(useActions.getState().actions[0]?.label).toBe("part2.png: normal here; 2 look-alikes left the queue"),
    );
    await waitFor(() => expect(screen.getByRole("toolbar", { name: "What comes next" }).children).toHaveLength(1));
  });

  it("that is refused brings the image back with its note", async () => {
    const me = actAs("editor");
    const fake = serveQa(three(), me.userId);
    fake.onReview = () => HttpResponse.json({ title: "The database is away" }, { status: 500 });
    const { user } = await showPage();
    await user.type(await screen.findByLabelText("Note, optional"), "cracked");
    await user.click(screen.getByRole("button", { name: /^Defect/ }));
    await waitFor(() => expect(useNotices.getState().notices[0]?.title).toMatch(/part1.png was not reviewed/));
    await candidate("part1.png");
    expect(screen.getByLabelText("Note, optional")).toHaveValue("cracked");
    expect(useActions.getState().actions).toEqual([]);
  });

  it("leaves the image there where it does not lead on, with what others said", async () => {
    const me = actAs("editor");
    useReviewing.setState({ advances: false });
    serveQa([anomaly(1, { reviews: [review("another", { note: "a scratch" })] }), anomaly(2)], me.userId);
    const { user } = await showPage({ reviewed: "all" });
    expect(await screen.findByText(/1 other person judged it/)).toBeInTheDocument();
    expect(screen.queryByText("a scratch")).not.toBeInTheDocument();
    await user.keyboard("3");
    expect(await screen.findByText("a scratch")).toBeInTheDocument();
    await candidate("part1.png");
    expect(screen.getByRole("button", { name: /^Unsure/ })).toHaveAttribute("aria-pressed", "true");
  });

  it("is not offered to viewers, who see the evidence and what was said", async () => {
    actAs("viewer");
    serveQa([anomaly(1, { reviews: [review("another", { note: "a scratch" })] })], "nobody");
    const { user } = await showPage({ reviewed: "all" });
    expect(await screen.findByText("a scratch")).toBeInTheDocument();
    expect(screen.getByText(/7 times as far as is typical/)).toBeInTheDocument();
    await user.keyboard("1");
    expect(screen.queryByRole("group", { name: "Verdict" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Score now" })).not.toBeInTheDocument();
    expect(useActions.getState().actions).toEqual([]);
  });
});

describe("the queue", () => {
  it("is walked by keys, and by the strip of what comes next", async () => {
    const me = actAs("editor");
    serveQa(three(), me.userId);
    const changed = vi.fn();
    const { user } = await showPage({}, changed);
    await screen.findByText("1 of 3");
    await user.keyboard("s{ArrowRight}{ArrowRight}");
    await candidate("part3.png");
    await user.keyboard("{ArrowLeft}");
    await candidate("part2.png");
    const strip = screen.getByRole("toolbar", { name: "What comes next" });
    within(strip).getByRole("button", { name: "part2.png, shown now" }).focus();
    await user.keyboard("{ArrowRight}");
    expect(within(strip).getByRole("button", { name: "part3.png" })).toHaveFocus();
    await candidate("part2.png");
    await user.keyboard("{Enter}");
    await candidate("part3.png");
    expect(changed).toHaveBeenLastCalledWith({ i: idOf(3) });
  });

  it("shows an image that is named though it is not in the queue, with its evidence", async () => {
    const me = actAs("editor");
    serveQa([anomaly(1), anomaly(5, { flagged: false })], me.userId);
    await showPage({ i: idOf(5) });
    await candidate("part5.png");
    expect(screen.getByText("not in this queue")).toBeInTheDocument();
    expect(await screen.findByText("It fails a quality check: blurry.")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: /58 percent match/ })).toHaveAttribute("href", `/images/${idOf(900)}`);
    expect(screen.getByText("No longer there")).toBeInTheDocument();
  });

  it("is filtered by a quality check", async () => {
    const me = actAs("editor");
    const fake = serveQa(three(), me.userId);
    const changed = vi.fn();
    const { user } = await showPage({}, changed);
    await user.click(await screen.findByRole("button", { name: /5 ?Too dark/ }));
    await waitFor(() => expect(fake.asked.at(-1)?.get("filter")).toBe('{"quality_checks":{"any":["dark"]}}'));
    expect(changed).toHaveBeenLastCalledWith({ check: "dark", flagged: false, i: undefined });
    expect(screen.getByRole("button", { name: /Too small/ })).toBeDisabled();
  });

  it("has numbers of its own, and a budget that editors set", async () => {
    const me = actAs("editor");
    serveQa(three(), me.userId);
    let budget: unknown;
    server.use(
      http.put("*/api/qa/anomalies/budget", async ({ request }) => {
        budget = await request.json();
        return HttpResponse.json(budget as object);
      }),
    );
    const { user } = await showPage();
    const standing = await screen.findByRole("region", { name: "How far the review is" });
    expect(standing).toHaveTextContent(/3 flagged.*3 left.*budget of 50.*0.31 \(weak/);
    await user.click(within(standing).getByRole("button", { name: "Change the budget" }));
    const field = screen.getByLabelText("Images a night");
    await user.clear(field);
    await user.type(field, "20{Enter}");
    await waitFor(() => expect(budget).toEqual({ budget: 20 }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });
});

describe("an empty queue", () => {
  it("says that nothing is flagged, how many are just below, and who flags more", async () => {
    actAs("editor");
    const quiet = [anomaly(35, { flagged: false }), anomaly(36, { flagged: false }), anomaly(60, { flagged: false })];
    serveQa(quiet, "me");
    const { user } = await showPage();
    expect(await screen.findByRole("heading", { name: "Nothing is flagged" })).toBeInTheDocument();
    expect(await screen.findByText(/fence of 0.60. 2 are just below, between 0.48 and 0.60/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Nearest image flags 1" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: /Show the highest/ }));
    await screen.findByText("1 of 3");
  });

  it("says that all is reviewed", async () => {
    actAs("editor");
    serveQa([anomaly(1, { reviews: [review("me")] })], "me");
    const { user } = await showPage();
    await user.click(await screen.findByRole("button", { name: "Show what was reviewed" }));
    expect(await screen.findByText("1 of 1")).toBeInTheDocument();
  });

  it("says how many images are needed", async () => {
    actAs("editor");
    serveQa([], "me", { ...RUN, enough: false, images: 5, fences: {}, flagged: {} });
    await showPage();
    expect(await screen.findByRole("heading", { name: /5 of the 11 that are needed/ })).toBeInTheDocument();
  });

  it("shows what went wrong, and asks again", async () => {
    actAs("editor");
    serveQa(three(), "me");
    server.use(
      http.get("*/api/qa/anomalies", () => HttpResponse.json({ title: "Broken", request_id: "r-1" }, { status: 500 }), {
        once: true,
      }),
    );
    const { user } = await showPage();
    const panel = await screen.findByRole("alert");
    expect(panel).toHaveTextContent("r-1");
    await user.click(within(panel).getByRole("button", { name: "Try again" }));
    await screen.findByText("1 of 3");
  });
});
