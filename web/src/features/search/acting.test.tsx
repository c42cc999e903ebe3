/** What is done with results: feedback and its undo, walks, examples, selection, keys. */
import { act, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { undo } from "@/api/undoables";
import { answering, hits, idOf, images, openSearch } from "@/features/search/testSearch";
import { useActions, useNotices } from "@/lib/actions";
import { listenForHotkeys } from "@/lib/hotkeys";
import { server } from "@/testing/server";

const SCORES = [0.5, 0.4, 0.3];
const cell = (number: number) => screen.findByLabelText(new RegExp(`score ${SCORES[number]?.toFixed(3)}`));

let deaf: () => void;

beforeEach(() => {
  deaf = listenForHotkeys();
  useActions.setState({ actions: [] });
  useNotices.setState({ notices: [] });
});

afterEach(() => deaf());

const focusCell = async (number: number) => focusOn(await cell(number));

function focusOn(label: HTMLElement): void {
  act(() => label.closest<HTMLElement>("[role=gridcell]")?.focus());
}

describe("feedback", () => {
  it("is said of the focused hit with its question, rank and score, and can be undone", async () => {
    const asked = answering({ found: hits(SCORES) });
    const { user, cache } = await openSearch({ q: "red circle" });
    await focusCell(1);
    await user.keyboard("y");
    expect(await screen.findByLabelText("marked relevant")).toBeInTheDocument();
    await waitFor(() => expect(useActions.getState().actions).toHaveLength(1));
    expect(asked.said).toEqual([
      { image_id: idOf(1), action: "relevant", query: { text_query: "red circle" }, rank: 2, score: 0.4 },
    ]);
    const [action] = useActions.getState().actions;
    expect(action).toMatchObject({ kind: "feedback", label: "Marked “circle, red” as relevant" });
    if (action) await undo(action, cache);
    expect(asked.unsaid).toEqual(["said-1"]);
    await waitFor(() => expect(screen.queryByLabelText("marked relevant")).not.toBeInTheDocument());
  });

  it("is taken back when it fails, and says so", async () => {
    answering({ found: hits(SCORES) });
    server.use(http.post("*/api/feedback", () => HttpResponse.json({ title: "Storage is full" }, { status: 507 })));
    const { user } = await openSearch({ q: "red circle" });
    await focusCell(0);
    await user.keyboard("n");
    await waitFor(() =>
      expect(useNotices.getState().notices).toMatchObject([
        { title: "1 image not marked: Storage is full", tone: "bad" },
      ]),
    );
    expect(screen.queryByLabelText("marked not relevant")).not.toBeInTheDocument();
    expect(useActions.getState().actions).toEqual([]);
  });

  it("is said of all that is selected as one action, and undone as one", async () => {
    const asked = answering({ found: hits(SCORES) });
    const { user, cache } = await openSearch({ mode: "image", img: idOf(30) });
    await focusCell(0);
    await user.keyboard(" {Shift>}{ArrowRight}{/Shift}");
    const tray = await screen.findByRole("region", { name: "Selection" });
    expect(within(tray).getByText("2 selected")).toBeInTheDocument();
    await user.click(within(tray).getByRole("button", { name: "Not relevant" }));
    await waitFor(() => expect(useActions.getState().actions).toHaveLength(1));
    expect(asked.said).toMatchObject([
      { image_id: idOf(0), action: "irrelevant", query: { image_id: idOf(30) }, rank: 1 },
      { image_id: idOf(1), action: "irrelevant", query: { image_id: idOf(30) }, rank: 2 },
    ]);
    const [action] = useActions.getState().actions;
    if (action) await undo(action, cache);
    expect(asked.unsaid).toEqual(["said-1", "said-2"]);
  });

  it("is offered neither to a viewer nor without a question", async () => {
    const asked = answering({ found: hits(SCORES), listed: images(2) });
    const { user, unmount } = await openSearch({ q: "red circle" }, "viewer");
    await focusCell(0);
    await user.keyboard("y ");
    const tray = await screen.findByRole("region", { name: "Selection" });
    expect(within(tray).queryByRole("button", { name: "Relevant" })).not.toBeInTheDocument();
    expect(within(tray).getByRole("button", { name: "More like these" })).toBeInTheDocument();
    unmount();
    await openSearch({});
    focusOn(await screen.findByLabelText(/part-0/));
    await user.keyboard("y");
    expect(asked.said).toEqual([]);
  });
});

describe("walks and examples", () => {
  it("go from words to a hit and back by the trail", async () => {
    const asked = answering({ found: hits(SCORES) });
    const { user, now } = await openSearch({ q: "red circle", min: 100 });
    await focusCell(1);
    await user.keyboard("f");
    await waitFor(() => expect(asked.searches.at(-1)).toMatchObject({ image_id: idOf(1) }));
    expect(now.view).toMatchObject({ mode: "image", img: idOf(1), trail: ["t:red circle"], min: undefined });
    await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
    expect(now.backs).toBe(1);
    const walked = await screen.findByRole("navigation", { name: "How you came here" });
    await user.click(within(walked).getByRole("button", { name: "Back to “red circle”" }));
    await waitFor(() => expect(screen.getByRole("searchbox")).toHaveValue("red circle"));
    expect(now.view.trail).toBeUndefined();
  });

  it("move the question, are shown as chips, and are taken away", async () => {
    const asked = answering({ found: hits(SCORES) });
    const { user, now } = await openSearch({ q: "red circle" });
    await focusCell(0);
    await user.keyboard("m");
    await waitFor(() => expect(asked.searches.at(-1)).toMatchObject({ positive_ids: [idOf(0)] }));
    await focusCell(2);
    await user.keyboard("l");
    await waitFor(() => expect(asked.searches.at(-1)).toMatchObject({ negative_ids: [idOf(2)] }));
    await user.click(await screen.findByRole("button", { name: "Remove example 1 of “more like”" }));
    expect(now.view).toMatchObject({ pos: undefined, neg: [idOf(2)] });
  });

  it("are a question of their own where there is none", async () => {
    const asked = answering({ listed: images(3), found: hits(SCORES) });
    const { user, now } = await openSearch({});
    focusOn(await screen.findByLabelText(/part-1/));
    await user.keyboard("m");
    await waitFor(() => expect(asked.searches).toHaveLength(1));
    expect(asked.searches[0]).toEqual({ limit: 100, offset: 0, positive_ids: [idOf(1)] });
    expect(now.view.mode).toBe("examples");
  });
});

describe("keys and the clipboard", () => {
  it("lead to the field, also from the other tab, and move the cut", async () => {
    answering({ found: hits(SCORES) });
    const { user, now } = await openSearch({ q: "red circle", mode: "text" });
    await focusCell(0);
    await user.keyboard("...,");
    expect(now.view.min).toBe(10);
    await user.keyboard("/");
    expect(screen.getByRole("searchbox")).toHaveFocus();
    await user.click(screen.getByRole("tab", { name: "By image" }));
    await user.keyboard("{Shift>}{Tab}{/Shift}/");
    expect(await screen.findByRole("searchbox")).toHaveFocus();
  });

  it("copy the ids of everything that is found, also of what was not loaded", async () => {
    answering({ found: hits(Array.from({ length: 70 }, (_, at) => 0.5 - at / 1000)) });
    const { user } = await openSearch({ q: "red circle", limit: 50, min: 440 });
    const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await focusCell(0);
    await user.keyboard("{Control>}a{/Control}");
    await user.click(await screen.findByRole("button", { name: "Copy ids" }));
    await waitFor(() => expect(copied).toHaveBeenCalledOnce());
    const ids = copied.mock.calls[0]?.[0].split("\n") ?? [];
    expect(ids).toHaveLength(61);
    expect(new Set(ids).size).toBe(61);
  });

  it("step through the results of the open detail", async () => {
    answering({ found: hits(SCORES) });
    const { user, now } = await openSearch(
      { q: "red circle", id: idOf(0) },
      "editor",
      ({ onStep, shownAt, imageId }) => (
        <button type="button" onClick={() => onStep(1)}>
          Next after {imageId} at {shownAt?.rank}
        </button>
      ),
    );
    await user.click(await screen.findByRole("button", { name: `Next after ${idOf(0)} at 1` }));
    expect(now.view.id).toBe(idOf(1));
    expect(await screen.findByRole("button", { name: `Next after ${idOf(1)} at 2` })).toBeInTheDocument();
  });
});

describe("pictures", () => {
  it("are asked about by id, and refused when it is none", async () => {
    const asked = answering({ found: hits(SCORES), listed: images(1) });
    const { user } = await openSearch({ mode: "image" });
    await user.type(await screen.findByLabelText("Image id"), "42{Enter}");
    expect(screen.getByRole("alert")).toHaveTextContent("26 letters and digits");
    await user.clear(screen.getByLabelText("Image id"));
    await user.type(screen.getByLabelText("Image id"), `${idOf(7).toLowerCase()}{Enter}`);
    await waitFor(() => expect(asked.searches).toMatchObject([{ image_id: idOf(7) }]));
    expect(await screen.findByText("part-7.png")).toBeInTheDocument();
  });

  it("come by the file button and stay pinned", async () => {
    answering({ listed: images(1) });
    server.use(http.post("*/api/search/similar", () => HttpResponse.json({ hits: [], crops_compared: false })));
    URL.createObjectURL = () => "blob:picture";
    const { user, now } = await openSearch({ mode: "image" });
    await user.upload(
      await screen.findByLabelText("Picture to search by"),
      new File(["x"], "holiday.png", { type: "image/png" }),
    );
    expect(now.view.file).toMatch(/^[0-9a-f]{12}$/);
    expect(await screen.findByText("holiday.png")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Search a part" })).toBeInTheDocument();
  });
});
