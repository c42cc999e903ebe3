/** Feedback: shown before the API has answered, taken back where it refuses, and each person's own to take back. */
import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";

import { fakeImage, IMAGE_ID } from "@/features/images/fakeImage";
import type { Said } from "@/features/images/feedback";
import FeedbackTab from "@/features/images/FeedbackTab";
import { useActions, useNotices } from "@/lib/actions";
import { gate } from "@/testing/gate";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

const ME = "5f0c0000-0000-4000-8000-000000000001";
const QUESTION = { text_query: "a red circle" };

beforeEach(() => {
  useActions.setState({ actions: [] });
  useNotices.setState({ notices: [] });
});

function said(change: Partial<Said> = {}): Said {
  return {
    feedback_id: "f-1",
    user_id: ME,
    said_at: "2026-01-01T00:00:00Z",
    image_id: IMAGE_ID,
    sha256: "s",
    action: "anomaly",
    query: null,
    note: null,
    rank: null,
    score: null,
    ...change,
  };
}

/** The API's list, which a test may change. */
function have(list: Said[]) {
  server.use(http.get("*/api/feedback", () => HttpResponse.json({ feedback: list, next_cursor: null })));
  return list;
}

const show = () => renderIn(<FeedbackTab image={fakeImage()} question={QUESTION} shownAt={{ rank: 3, score: 0.4 }} />);

const entries = async () =>
  within(await screen.findByRole("region", { name: "What was said" })).getAllByRole("listitem");

describe("FeedbackTab", () => {
  it("sends what is said with its question, place and note, and lets it be taken back", async () => {
    actAs("editor");
    const list = have([]);
    const bodies: unknown[] = [];
    const answer = gate();
    server.use(
      http.post("*/api/feedback", async ({ request }) => {
        bodies.push(await request.json());
        await answer.opened;
        list.unshift(
          said({ action: "irrelevant", query: { text_query: "a red circle", image_id: null, sha256: null } }),
        );
        return HttpResponse.json(list[0], { status: 201 });
      }),
    );
    const { user } = await show();
    await user.type(await screen.findByLabelText("Note (optional)"), " no circle ");
    await user.click(screen.getByRole("button", { name: "It does not fit" }));
    expect((await entries())[0]).toHaveTextContent("You: does not fit “a red circle”no circle");
    expect(useActions.getState().actions).toEqual([]);
    answer.open();
    await waitFor(() =>
      expect(useActions.getState().actions[0]).toMatchObject({ kind: "feedback", params: { feedbackId: "f-1" } }),
    );
    expect(bodies).toEqual([
      { image_id: IMAGE_ID, action: "irrelevant", note: "no circle", query: QUESTION, rank: 3, score: 0.4 },
    ]);
    expect(screen.getByRole("button", { name: "It does not fit" })).toHaveAttribute("aria-pressed", "true");
    expect(screen.getByLabelText("Note (optional)")).toHaveValue("");
  });

  it("says of the image alone without the question", async () => {
    actAs("editor");
    have([]);
    const bodies: unknown[] = [];
    server.use(
      http.post("*/api/feedback", async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json(said(), { status: 201 });
      }),
    );
    const { user } = await show();
    await user.click(await screen.findByRole("button", { name: "An anomaly" }));
    await waitFor(() => expect(bodies).toEqual([{ image_id: IMAGE_ID, action: "anomaly" }]));
  });

  it("shows what was there before when the API refuses, and says why", async () => {
    actAs("editor");
    have([]);
    server.use(
      http.post("*/api/feedback", () => HttpResponse.json({ title: "No", detail: "Not now" }, { status: 503 })),
    );
    const { user } = await show();
    await user.click(await screen.findByRole("button", { name: "A duplicate" }));
    await waitFor(() =>
      expect(useNotices.getState().notices[0]).toMatchObject({ title: "Not kept: No", detail: "Not now" }),
    );
    expect(await screen.findByText("Nobody has said anything of it.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "A duplicate" })).toHaveAttribute("aria-pressed", "false");
  });

  it("takes back one's own by pressing it again, and nobody else's", async () => {
    actAs("editor");
    const list = have([
      said(),
      said({ feedback_id: "f-2", user_id: "77770000-0000-4000-8000-000000000001", note: "<b>odd</b>" }),
    ]);
    server.use(
      http.delete("*/api/feedback/f-1", () => {
        list.shift();
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = await show();
    const [mine, theirs] = await entries();
    expect(theirs).toHaveTextContent("User 77770000: an anomaly<b>odd</b>");
    expect(mine && within(mine).getByRole("button", { name: "Take back: an anomaly" })).toBeInTheDocument();
    expect(theirs && within(theirs).queryByRole("button")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "An anomaly", pressed: true }));
    await waitFor(async () => expect(await entries()).toHaveLength(1));
    expect(screen.getByRole("button", { name: "An anomaly" })).toHaveAttribute("aria-pressed", "false");
  });

  it("lets a viewer read", async () => {
    actAs("viewer");
    have([said({ user_id: "77770000-0000-4000-8000-000000000001" })]);
    await show();
    expect(await entries()).toHaveLength(1);
    expect(screen.queryByRole("button")).not.toBeInTheDocument();
  });
});
