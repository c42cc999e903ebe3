/** The upload view, from nothing chosen to what became of each file. */
import { act, fireEvent, screen, within } from "@testing-library/react";
import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { useSession } from "@/api/session";
import { useAdding } from "@/features/upload/adding";
import { picture } from "@/features/upload/fakeSteps";
import { useOptions } from "@/features/upload/options";
import { imageOf, NameWorker, problem, serve } from "@/features/upload/uploadApi";
import { UploadPage } from "@/features/upload/UploadPage";
import type { Tab } from "@/features/upload/uploadFile";
import { listenForHotkeys } from "@/lib/hotkeys";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";

const SOON = { timeout: 10_000 };
let stopListening = () => {};

beforeEach(() => {
  actAs("editor");
  stopListening = listenForHotkeys();
  vi.stubGlobal("Worker", NameWorker);
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(64);
});

afterEach(() => {
  act(() => useSession.setState({ user: null, token: null, state: "out" }));
  useOptions.setState({ tags: [], datasetId: null, doesStart: true });
  useAdding.setState({ reading: null, added: null });
  stopListening();
  vi.unstubAllGlobals();
});

async function show(tab: Tab | "all" = "all") {
  const shown = await renderIn(<UploadPage tab={tab} />, "/upload");
  if (useSession.getState().user?.role !== "viewer") await screen.findByRole("button", { name: "Choose files" });
  const choose = (...files: File[]) => shown.user.upload(screen.getByLabelText("Images"), files);
  return { ...shown, choose };
}

function row(name: string) {
  return screen.findByText(name).then((shown) => within(shown.closest("li") ?? shown));
}

describe("before anything is chosen", () => {
  it("invites, and shows no list", async () => {
    await show();
    expect(screen.getByText(/Drop images or folders anywhere on this page/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Choose folder" })).toBeEnabled();
    expect(screen.queryByRole("region", { name: "Progress" })).not.toBeInTheDocument();
  });

  it("tells a viewer that the role cannot upload, and offers nothing that it cannot do", async () => {
    actAs("viewer");
    await show();
    expect(await screen.findByText("Your role does not let you upload images")).toBeVisible();
    expect(screen.queryByRole("button")).not.toBeInTheDocument();
  });

  it("tells after a reload what was left, until that is forgotten", async () => {
    const { tenantId, userId } = actAs("editor");
    const note = { owner: `${tenantId}/${userId}`, done: 412, left: 568 };
    localStorage.setItem("semblance.upload.left", JSON.stringify(note));
    const { user } = await show();
    expect(screen.getByText("412 done, 568 left")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Forget this" }));
    expect(screen.queryByText("412 done, 568 left")).not.toBeInTheDocument();
    expect(localStorage.getItem("semblance.upload.left")).toBeNull();
  });
});

describe("what became of a file", () => {
  it("new: a way to it, and to what it is like", async () => {
    const near = [
      { image: { image_id: "01A", filename: "a.jpg" }, tier: "T2", cosine: 0.973, hamming: 2 },
      { image: { image_id: "01B", filename: "b.jpg" }, tier: "T1", cosine: null, hamming: 0 },
    ];
    const answer = () => HttpResponse.json(imageOf("new.jpg", { near_duplicates: near }), { status: 201 });
    serve({ ingest: { "new.jpg": answer } });
    const { choose } = await show();
    await choose(picture("new.jpg"));
    const shown = await row("new.jpg");
    expect(await shown.findByText("New")).toBeVisible();
    expect(shown.getByRole("link", { name: "Open the image" })).toHaveAttribute("href", "/images/id-of-new.jpg");
    expect(shown.getByText("like 2 images:")).toBeVisible();
    expect(shown.getByRole("link", { name: "a.jpg" })).toHaveAttribute("href", "/images/01A");
    expect(shown.getByText(/\(97\s%, edited copy\)/)).toBeVisible();
    expect(shown.getByText("(same pixels, 0 of 64 bits differ)")).toBeVisible();
  });

  it("here already: the image that it is, and nothing was sent", async () => {
    const exact = { image_id: "01K", filename: "old.jpg", tags: [], dataset_id: null, state: "searchable" };
    const ingested = serve({ exact: { "again.jpg": exact } });
    const { choose } = await show();
    await choose(picture("again.jpg"));
    const shown = await row("again.jpg");
    expect(await shown.findByRole("link", { name: "old.jpg" })).toHaveAttribute("href", "/images/01K");
    expect(ingested).toEqual([]);
  });

  it("not taken: why, and no retry, because it would be refused again", async () => {
    const refused = { title: "No.", detail: "the picture ends before its last row", reason: "truncated" };
    serve({ ingest: { "broken.jpg": () => problem(422, "image-rejected", refused) } });
    const { choose } = await show();
    await choose(picture("broken.jpg"));
    const shown = await row("broken.jpg");
    expect(await shown.findByText("Ends early.")).toBeVisible();
    expect(shown.getByText(/The picture ends before its last row/)).toBeVisible();
    expect(shown.queryByRole("button")).not.toBeInTheDocument();
  });

  it("failed: why, and it can be tried again", async () => {
    const answers = [() => problem(403, "foreign-key", { title: "Not yours." })];
    serve({ ingest: { "a.jpg": () => (answers.shift() ?? (() => HttpResponse.json(imageOf("a.jpg"))))() } });
    const { choose, user } = await show();
    await choose(picture("a.jpg"));
    const shown = await row("a.jpg");
    expect(await shown.findByText("Not yours.")).toBeVisible();
    await user.click(shown.getByRole("button", { name: "Retry a.jpg" }));
    expect(await shown.findByText("New")).toBeVisible();
  });

  it("hostile names are text", async () => {
    serve();
    const { choose, container } = await show();
    await choose(picture("<img src=x onerror=alert(1)>.jpg"));
    expect(await screen.findByText("<img src=x onerror=alert(1)>.jpg")).toBeVisible();
    expect(container.querySelector("img")).toBeNull();
  });
});

describe("all files together", () => {
  it("lists before the start what cannot be taken, with counts by state that are links", async () => {
    serve();
    await show();
    const text = new File(["words"], "notes.txt", { type: "text/plain" });
    fireEvent.change(screen.getByLabelText("Folder of images"), { target: { files: [text, picture("a.jpg")] } });
    expect(await screen.findByText(/1 file added; 1 file cannot be taken\./)).toBeVisible();
    expect(screen.getByRole("link", { name: "See why" })).toHaveAttribute("href", "/upload?batch=refused");
    expect(await screen.findByRole("link", { name: "New 1" })).toHaveAttribute("href", "/upload?batch=done");
    expect(screen.getByRole("link", { name: "All 2" })).toHaveAttribute("aria-current", "page");
    expect(screen.getByText("1 new, 1 not taken")).toBeVisible();
  });

  it("shows only the files of the chosen state", async () => {
    serve({ ingest: { "b.jpg": () => problem(403, "foreign-key") } });
    const { choose } = await show("failed");
    await choose(picture("a.jpg"), picture("b.jpg"));
    expect(await screen.findByText("b.jpg")).toBeVisible();
    expect(screen.queryByText("a.jpg")).not.toBeInTheDocument();
  });

  it("waits for the start when told to, and takes tags and dataset as they are then", async () => {
    const ingested = serve();
    const { choose, user } = await show();
    await user.click(screen.getByLabelText("Start automatically"));
    await choose(picture("a.jpg"));
    await user.type(screen.getByLabelText("Tags"), "red, <b>cat</b>{Enter}");
    await user.type(screen.getByLabelText("Dataset"), "no spaces");
    expect(screen.getByText(/Letters, digits, dots/)).toBeVisible();
    await user.clear(screen.getByLabelText("Dataset"));
    await user.type(screen.getByLabelText("Dataset"), "drawings");
    await user.click(screen.getByRole("button", { name: "Remove tag red" }));
    expect(ingested).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Start" }));
    expect(await screen.findByText("1 new")).toBeVisible();
    expect(ingested).toMatchObject([{ tags: ["<b>cat</b>"], dataset_id: "drawings" }]);
  });

  it("takes what is dropped anywhere, and what is pasted", async () => {
    serve();
    await show();
    const transfer = { types: ["Files"], items: [], files: [picture("dropped.jpg")] };
    fireEvent.dragOver(document.body, { dataTransfer: transfer });
    expect(screen.getByText("Let go to add them")).toBeVisible();
    fireEvent.drop(document.body, { dataTransfer: transfer });
    expect(await screen.findByText("dropped.jpg")).toBeVisible();
    fireEvent.paste(document.body, { clipboardData: { files: [picture("pasted.png")] } });
    expect(await screen.findByText("pasted.png")).toBeVisible();
  });

  it("obeys its keys: p pauses and resumes, x cancels after asking", async () => {
    serve();
    const { choose, user } = await show();
    await user.click(screen.getByLabelText("Start automatically"));
    await choose(picture("a.jpg"));
    await screen.findByRole("button", { name: "Start" });
    await user.click(screen.getByRole("heading", { name: "Upload" }));
    await user.keyboard("x");
    expect(await screen.findByRole("dialog", { name: "Cancel the rest?" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Go on uploading" }));
    await user.keyboard("x");
    await user.click(await screen.findByRole("button", { name: "Cancel 1 file" }));
    expect(await screen.findByText("1 cancelled")).toBeVisible();
    await choose(picture("b.jpg"));
    expect(await screen.findByText(/not started/)).toBeVisible();
    await user.click(screen.getByRole("heading", { name: "Upload" }));
    await user.keyboard("p");
    expect(await screen.findByText("1 new, 1 cancelled")).toBeVisible();
  });

  it("goes on while another view is shown, and warns before leaving only meanwhile", async () => {
    let answer: (response: Response) => void = () => {};
    serve();
    const { choose, unmount } = await show();
    const held = new Promise<Response>((resolve) => (answer = resolve));
    serve({ ingest: { "a.jpg": () => held as unknown as Response } });
    await choose(picture("a.jpg"));
    expect(await (await row("a.jpg")).findByText("Taking in")).toBeVisible();
    unmount();
    await vi.waitFor(() => expect(isLeavingWarned()).toBe(true), SOON);
    answer(HttpResponse.json(imageOf("a.jpg")));
    await vi.waitFor(() => expect(isLeavingWarned()).toBe(false), SOON);
    await show();
    expect(await screen.findByText("1 new")).toBeVisible();
  });
});

function isLeavingWarned(): boolean {
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}
