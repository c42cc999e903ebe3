/** The gallery's page: its figures, its states, and what a role may do. */
import { act, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { useConnection } from "@/api/connection";
import { DedupePage } from "@/features/duplicates/DedupePage";
import type { DedupeSearch } from "@/features/duplicates/search";
import { useActions, useNotices } from "@/lib/actions";
import { listenForHotkeys } from "@/lib/hotkeys";
import { batchOut, GROUP_IDS, groupOut, problem, serveGroups } from "@/testing/duplicates";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

const [A = "", B = ""] = GROUP_IDS;
const opened = vi.fn();
const searched = vi.fn<(search: DedupeSearch) => void>();
const url = (): DedupeSearch => searched.mock.lastCall?.[0] ?? {};

function Page({ start }: { start: DedupeSearch }) {
  const [search, setSearch] = useState(start);
  return (
    <DedupePage
      search={search}
      onSearch={(change) => {
        setSearch({ ...search, ...change });
        searched({ ...search, ...change });
      }}
      onOpen={opened}
      onOpenImage={() => undefined}
    />
  );
}

const page = (start: DedupeSearch = {}) => renderIn(<Page start={start} />);
const cells = () => screen.findAllByRole("gridcell");

describe("DedupePage", () => {
  let stop: () => void;
  beforeEach(() => {
    actAs("editor");
    opened.mockReset();
    searched.mockReset();
    serveGroups();
    useActions.setState({ actions: [] });
    useNotices.setState({ notices: [] });
    useConnection.setState({ isAway: false });
    stop = listenForHotkeys();
  });
  afterEach(() => stop());

  it("says how many groups there are, and shows each with what would happen to its images", async () => {
    await page();
    const [first] = await cells();
    expect(first).toHaveAccessibleName(
      "3 images, edited, weakest link 96 %, frees 20 kB".replaceAll(/ (?=[%k])/g, "\u202F"),
    );
    expect(await within(first as HTMLElement).findByText("keep")).toBeInTheDocument();
    expect(within(first as HTMLElement).getAllByText("discard")).toHaveLength(2);
    expect(screen.getByText("3 groups")).toBeInTheDocument();
  });

  it("leaves out what was decided meanwhile, without asking again", async () => {
    serveGroups([groupOut(A, { status: "resolved" }), groupOut(B)]);
    await page();
    expect(await cells()).toHaveLength(1);
  });

  it("says why there is no suggestion instead of guessing", async () => {
    await page();
    const third = (await cells())[2] as HTMLElement;
    expect(await within(third).findByText(/too close to choose/)).toBeInTheDocument();
    expect(within(third).queryByText("keep")).not.toBeInTheDocument();
  });

  it("shows a group's images on a click, and its review on Enter", async () => {
    const { user } = await page();
    await user.click(within((await cells())[1] as HTMLElement).getByText("3 images"));
    expect(url().group).toBe(B);
    const panel = await screen.findByRole("complementary", { name: "Images of the group" });
    expect(await within(panel).findAllByRole("gridcell")).toHaveLength(3);
    await user.keyboard("{Enter}");
    expect(opened).toHaveBeenCalledWith(B);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(url().group).toBeUndefined());
  });

  it("counts pairs while the threshold moves, asks for groups, and makes it the one that is used", async () => {
    const put = vi.fn();
    server.use(
      http.put("*/api/near-duplicates/threshold", async ({ request }) => {
        put(await request.json());
        return HttpResponse.json({});
      }),
    );
    const { user } = await page();
    expect(await screen.findByText("2 pairs")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Use this threshold" })).not.toBeInTheDocument();
    const exact = screen.getByRole("textbox", { name: "Threshold, exactly" });
    await user.clear(exact);
    await user.type(exact, "0.85{Enter}");
    expect(url().t).toBe(850);
    expect(screen.getByText("3 pairs")).toBeInTheDocument();
    expect(await screen.findByText(/At 0.850 there would be 15/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Use this threshold" }));
    await waitFor(() => expect(put).toHaveBeenCalledWith({ threshold: 0.85 }));
    await waitFor(() => expect(url().t).toBeUndefined());
  });

  it("moves the threshold by keys", async () => {
    const { user } = await page();
    await screen.findByText("2 pairs");
    await user.keyboard(".");
    expect(url().t).toBe(935);
    await user.keyboard(",,");
    expect(url().t).toBe(925);
  });

  it("resolves by a rule: exact numbers first, then one request, then a report", async () => {
    const sent = vi.fn();
    const items = [
      { group_id: A, dataset_id: null, keeper_id: "a0", outcome: "done", detail: {}, seq: 0 },
      { group_id: B, dataset_id: null, keeper_id: null, outcome: "failed", detail: { why: "Unavailable" }, seq: 1 },
    ] as const;
    const batch = batchOut({ groups: 2, outcomes: { done: 1, failed: 1 }, items: [...items] });
    server.use(
      http.post("*/api/duplicates/resolutions", async ({ request }) => {
        sent(await request.json());
        return HttpResponse.json(batch);
      }),
      http.get("*/api/duplicates/batches/:id", () => HttpResponse.json(batch)),
    );
    const { user } = await page();
    await cells();
    await user.click(screen.getByRole("button", { name: /Resolve by a rule/ }));
    const sheet = await screen.findByRole("dialog", { name: "Resolve groups by a rule" });
    await user.selectOptions(within(sheet).getByLabelText("Keep of each group"), "largest");
    await user.click(await within(sheet).findByRole("button", { name: "Discard 4 images" }));
    await waitFor(() => expect(sent).toHaveBeenCalledWith({ rule: { keep: "largest" }, merge_tags: true, tiers: [] }));
    expect(await screen.findByText(/1 group done; 1 group failed/)).toBeInTheDocument();
    expect(screen.getByText("Unavailable")).toBeInTheDocument();
    expect(url().batch).toBe(batch.batch_id);
    expect(useActions.getState().actions[0]).toMatchObject({ kind: "batch", params: { batchId: batch.batch_id } });
  });

  it("tags and merges the groups that are selected", async () => {
    const sent = vi.fn();
    const listen = async ({ request }: { request: Request }) => {
      sent(new URL(request.url).pathname, await request.json());
      return HttpResponse.json(batchOut());
    };
    server.use(http.post("*/api/duplicates/groups/tags", listen), http.post("*/api/duplicates/groups/merge", listen));
    const { user } = await page();
    const [first, second] = (await cells()) as [HTMLElement, HTMLElement];
    first.focus();
    await user.keyboard(" {ArrowRight} ");
    expect(second).toHaveAttribute("aria-selected", "true");
    await user.keyboard("t");
    await user.type(screen.getByLabelText("Add"), "reviewed, reviewed");
    await user.click(screen.getByRole("button", { name: "Change the tags" }));
    await waitFor(() =>
      expect(sent).toHaveBeenCalledWith("/api/duplicates/groups/tags", {
        group_ids: [A, B],
        add: ["reviewed"],
        remove: [],
      }),
    );
    await waitFor(() => expect(screen.queryByRole("button", { name: "Merge" })).not.toBeInTheDocument());
    for (const cell of (await cells()).slice(0, 2)) {
      cell.focus();
      await user.keyboard(" ");
    }
    await user.click(screen.getByRole("button", { name: "Merge" }));
    await waitFor(() =>
      expect(sent).toHaveBeenCalledWith("/api/duplicates/groups/merge", {
        group_ids: [A, B],
        row_versions: { [A]: 3, [B]: 3 },
      }),
    );
  });

  it("says calmly that everything is reviewed, and where it is", async () => {
    server.use(
      http.get("*/api/duplicates/groups", ({ request }) => {
        const isAll = !new URL(request.url).searchParams.has("status");
        return HttpResponse.json({ groups: isAll ? [groupOut(A, { status: "resolved" })] : [], next_cursor: null });
      }),
    );
    await page();
    expect(await screen.findByText("Everything is reviewed")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "See what was resolved" })).toBeInTheDocument();
  });

  it("proposes a lower threshold where there is nothing", async () => {
    serveGroups([]);
    const { user } = await page();
    await user.click(await screen.findByRole("button", { name: "Look at 0.850" }));
    expect(url().t).toBe(850);
  });

  it("shows an error in its own panel, and the rest", async () => {
    server.use(http.get("*/api/near-duplicates/histogram", () => problem(500, "internal")));
    await page();
    expect(await screen.findByRole("alert")).toHaveTextContent("internal");
    expect(await cells()).toHaveLength(3);
  });

  it("offers a viewer nothing that changes something", async () => {
    actAs("viewer");
    await page({ t: 900 });
    await cells();
    await screen.findByText(/At 0.900 there would be/);
    for (const name of [/Detect/, /Resolve by a rule/, /Use this threshold/])
      expect(screen.queryByRole("button", { name })).not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Export" })).toBeInTheDocument();
  });

  it("offers nothing that could get lost while the API is away", async () => {
    await page({ t: 900 });
    await screen.findByText(/At 0.900 there would be/);
    act(() => useConnection.setState({ isAway: true }));
    for (const name of [/Detect again/, /Resolve by a rule/, /Use this threshold/])
      expect(screen.getByRole("button", { name })).toBeDisabled();
  });
});
