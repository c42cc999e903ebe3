/** One group after the other: what keys send, what conflicts say, what a role may do. */
import { act, screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { useConnection } from "@/api/connection";
import { ReviewPage } from "@/features/duplicates/ReviewPage";
import type { ReviewSearch } from "@/features/duplicates/search";
import { useActions, useNotices } from "@/lib/actions";
import { listenForHotkeys } from "@/lib/hotkeys";
import { batchOut, groupDetail, GROUP_IDS, groupOut, problem, serveGroups } from "@/testing/duplicates";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

const [A = "", B = "", C = ""] = GROUP_IDS;
const BATCH = batchOut();

interface Sent {
  path: string;
  body: unknown;
}

/** Everything that is written is heard, and done. */
function hear(): Sent[] {
  const sent: Sent[] = [];
  const listen = async ({ request }: { request: Request }) => {
    sent.push({ path: new URL(request.url).pathname, body: await request.json() });
    return HttpResponse.json(BATCH);
  };
  server.use(
    http.post("*/api/duplicates/resolutions", listen),
    http.post("*/api/duplicates/groups/:id/verdict", listen),
    http.post("*/api/duplicates/groups/:id/split", listen),
  );
  return sent;
}

let wentTo: (string | undefined)[] = [];

function Page({ start }: { start: string }) {
  const [groupId, setGroupId] = useState(start);
  const [search, setSearch] = useState<ReviewSearch>({});
  return (
    <ReviewPage
      groupId={groupId}
      search={search}
      onSearch={(change) => setSearch((before) => ({ ...before, ...change }))}
      onGo={(next) => {
        wentTo.push(next);
        setSearch({});
        if (next) setGroupId(next);
      }}
    />
  );
}

async function review(start = A) {
  const shown = await renderIn(<Page start={start} />);
  await screen.findByRole("list", { name: "Images of the group" });
  await screen.findByRole("heading", { name: /Group \d of 3/ });
  return shown;
}

describe("ReviewPage", () => {
  let stop: () => void;
  beforeEach(() => {
    wentTo = [];
    actAs("editor");
    serveGroups();
    useActions.setState({ actions: [] });
    useNotices.setState({ notices: [] });
    useConnection.setState({ isAway: false });
    stop = listenForHotkeys();
  });
  afterEach(() => stop());

  it("applies what is suggested by Enter, goes on, and can be undone from the history", async () => {
    const sent = hear();
    const { user } = await review();
    expect(screen.getByRole("button", { name: /Keep 1, discard 2/ })).toBeInTheDocument();
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { name: "Group 2 of 3" })).toHaveFocus();
    expect(wentTo).toEqual([B]);
    await waitFor(() => expect(useActions.getState().actions).toHaveLength(1));
    expect(sent).toEqual([
      {
        path: "/api/duplicates/resolutions",
        body: { group_ids: [A], row_versions: { [A]: 3 }, rule: { keep: "a0" }, merge_tags: true, tiers: [] },
      },
    ]);
    expect(useActions.getState().actions[0]).toMatchObject({
      kind: "batch",
      params: { batchId: BATCH.batch_id },
      label: "Kept a0.jpg, put 2 into the trash",
    });
  });

  it("keeps another image by its number, or by looking at it and k", async () => {
    const sent = hear();
    const { user } = await review();
    await user.keyboard("3{Enter}");
    await screen.findByRole("heading", { name: "Group 2 of 3" });
    await user.keyboard("{ArrowDown}k{Enter}");
    await screen.findByRole("heading", { name: "Group 3 of 3" });
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent.map(({ body }) => body)).toMatchObject([{ rule: { keep: "a2" } }, { rule: { keep: "b1" } }]);
  });

  it("does nothing on Enter while nobody stays", async () => {
    const sent = hear();
    const { user } = await review();
    await user.keyboard("d{Enter}");
    expect(screen.getByRole("button", { name: /Choose the image to keep/ })).toBeInTheDocument();
    expect(sent).toEqual([]);
    expect(wentTo).toEqual([]);
  });

  it.each([
    ["n", "verdict", { verdict: "different", row_version: 3 }],
    ["v", "verdict", { verdict: "variant", row_version: 3 }],
    ["m", "verdict", { verdict: "same", row_version: 3 }],
    ["s", "verdict", { verdict: "skip", row_version: 3 }],
    ["b", "split", { row_version: 3 }],
  ])("says by %s what the group is", async (key, path, body) => {
    const sent = hear();
    const { user } = await review();
    await user.keyboard(key);
    await waitFor(() => expect(sent).toEqual([{ path: `/api/duplicates/groups/${A}/${path}`, body }]));
    expect(wentTo).toEqual([B]);
  });

  it("does the same by mouse", async () => {
    const sent = hear();
    const { user } = await review();
    await user.click(screen.getByRole("radio", { name: "Keep a1.jpg" }));
    await user.click(screen.getByRole("button", { name: /Keep 1, discard 2/ }));
    await waitFor(() => expect(sent).toMatchObject([{ body: { rule: { keep: "a1" } } }]));
  });

  it("goes to other groups without deciding", async () => {
    const sent = hear();
    const { user } = await review(B);
    await user.keyboard("]");
    await screen.findByRole("heading", { name: "Group 3 of 3" });
    await user.keyboard("{ArrowLeft}");
    await screen.findByRole("heading", { name: "Group 2 of 3" });
    expect(wentTo).toEqual([C, B]);
    expect(sent).toEqual([]);
  });

  it("ends with the last group, and says so", async () => {
    hear();
    serveGroups([groupOut(A), groupOut(B, { status: "skipped" }), groupOut(C, { status: "skipped" })]);
    const { user } = await review();
    await user.keyboard("{Enter}");
    expect(wentTo).toEqual([undefined]);
    expect(useNotices.getState().notices.map((one) => one.title)).toContain("Every group of this list is reviewed");
  });

  it("shows whose decision stands when another person was faster", async () => {
    const decision = { group_id: A, status: "variant", decided_by: "someone", decided_at: "2026-03-01T12:00:00Z" };
    server.use(http.post("*/api/duplicates/resolutions", () => problem(409, "group-decided", { decision })));
    const { user } = await review();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(useNotices.getState().notices).toHaveLength(1));
    expect(useNotices.getState().notices[0]).toMatchObject({
      title: "Another person decided first: variants, all kept",
      tone: "bad",
    });
    expect(useActions.getState().actions).toEqual([]);
  });

  it("leaves a group that changed to be looked at again", async () => {
    server.use(http.post("*/api/duplicates/resolutions", () => problem(409, "group-changed")));
    const { user } = await review();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(useNotices.getState().notices[0]?.title).toBe("The group changed meanwhile"));
    await user.keyboard("[[");
    expect(await screen.findByRole("heading", { name: "Group 1 of 3" })).toBeInTheDocument();
    expect(await screen.findByRole("button", { name: /Keep 1, discard 2/ })).toBeInTheDocument();
  });

  it("shows what was decided, and takes it back", async () => {
    const undone = vi.fn();
    const decided = { status: "resolved", decided_by: "someone", decided_at: "2026-03-01T12:00:00Z" } as const;
    server.use(
      http.get(`*/api/duplicates/groups/${A}`, () =>
        HttpResponse.json(groupDetail(A, { ...decided, batch_id: BATCH.batch_id })),
      ),
      http.post("*/api/duplicates/batches/:id/undo", ({ params }) => {
        undone(params["id"]);
        return HttpResponse.json({ ...BATCH, state: "undone" });
      }),
    );
    const { user } = await review();
    expect(screen.getByText(/By another person/)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Keep 1/ })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Take the decision back" }));
    await waitFor(() => expect(undone).toHaveBeenCalledWith(BATCH.batch_id));
  });

  it("lets a viewer look and no more", async () => {
    actAs("viewer");
    const sent = hear();
    const { user } = await review();
    expect(screen.queryByRole("radio")).not.toBeInTheDocument();
    expect(screen.queryByText("discard")).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Not duplicates/ })).not.toBeInTheDocument();
    await user.keyboard("{Enter}nk");
    expect(sent).toEqual([]);
    expect(wentTo).toEqual([]);
  });

  it("decides nothing while the API is away, and says why", async () => {
    const sent = hear();
    const { user } = await review();
    act(() => useConnection.setState({ isAway: true }));
    expect(screen.getByRole("button", { name: /Keep 1, discard 2/ })).toBeDisabled();
    expect(screen.getByText(/nothing can be decided until it does/)).toBeInTheDocument();
    await user.keyboard("{Enter}n");
    expect(sent).toEqual([]);
  });

  it("explains a group that is not there any more", async () => {
    server.use(http.get("*/api/duplicates/groups/:id", () => problem(404, "group-not-found")));
    await renderIn(<Page start={A} />);
    expect(await screen.findByText("This group is not there any more")).toBeInTheDocument();
  });

  it("shows an error with its request, and tries again", async () => {
    server.use(http.get("*/api/duplicates/groups/:id", () => problem(500, "internal"), { once: true }));
    const { user } = await renderIn(<Page start={A} />);
    expect(await screen.findByText("r-1")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("list", { name: "Images of the group" })).toBeInTheDocument();
  });

  it("shows hostile names as text", async () => {
    const name = "<img src=x onerror=alert(1)>.jpg";
    const group = groupDetail(A);
    const [first] = group.members;
    if (first) first.image.filename = name;
    server.use(http.get(`*/api/duplicates/groups/${A}`, () => HttpResponse.json(group)));
    await review();
    expect(screen.getByRole("link", { name })).toBeInTheDocument();
    expect(document.querySelector("img[src=x]")).toBeNull();
  });
});
