/** The panel of an image: what it shows in each state, its keys, and where the focus goes. */
import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DetailPanel, type DetailPanelProps } from "@/features/images/DetailPanel";
import { fakeImage, haveImage, IMAGE_ID, OTHER_ID } from "@/features/images/fakeImage";
import { START } from "@/features/images/place";
import { listenForHotkeys } from "@/lib/hotkeys";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

let stop: () => void;

beforeEach(() => {
  stop = listenForHotkeys();
  actAs("editor");
});

afterEach(() => stop());

function show(more: Partial<DetailPanelProps> = {}) {
  const on = { onClose: vi.fn(), onStep: vi.fn(), onFindSimilar: vi.fn() };
  return renderIn(<DetailPanel imageId={IMAGE_ID} {...on} {...more} />).then((shown) => ({ ...shown, ...on }));
}

describe("DetailPanel", () => {
  it("holds the place of the image until it is there, then shows it", async () => {
    haveImage();
    await show();
    expect(screen.getByRole("status", { name: "Loading the image" })).toBeInTheDocument();
    expect(await screen.findByRole("heading", { name: "part12.png" })).toBeInTheDocument();
    expect(screen.getByText(/400 × 300/)).toBeInTheDocument();
    expect(screen.getByRole("img", { name: "part12.png" })).toHaveAttribute(
      "src",
      "/api/thumbnails/t/s/1024.webp?signature=x",
    );
  });

  it("shows hostile names and tags as the text that they are", async () => {
    const evil = '<img src=x onerror="alert(1)">';
    haveImage(fakeImage({ filename: evil }, { tags: [evil] }));
    const { user } = await show();
    expect(await screen.findByRole("heading", { name: evil })).toBeInTheDocument();
    await user.click(screen.getByRole("tab", { name: "Payload" }));
    expect(await screen.findByRole("treeitem", { name: new RegExp(`0.*onerror`) })).toHaveTextContent(evil);
    expect(document.querySelector("[onerror]")).toBeNull();
  });

  it("says that an image is gone, and lets its id be copied", async () => {
    server.use(
      http.get("*/api/images/*", () => HttpResponse.json({ type: "/problems/image-not-found" }, { status: 404 })),
    );
    await show();
    expect(await screen.findByText("This image is not here")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Copy the id" })).toBeInTheDocument();
  });

  it("says what failed, with the request's id, and tries again", async () => {
    server.use(
      http.get("*/api/images/*", () => HttpResponse.json({ title: "Broken", request_id: "r-1" }, { status: 500 })),
    );
    const { user } = await show();
    expect(await screen.findByText("Broken")).toBeInTheDocument();
    expect(screen.getByText("r-1")).toBeInTheDocument();
    haveImage();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { name: "part12.png" })).toBeInTheDocument();
  });

  it("shows the small preview where the large one is missing, and says when neither is there", async () => {
    haveImage();
    await show();
    const missing = async () =>
      (await screen.findByRole("img", { name: "part12.png" })).dispatchEvent(new Event("error"));
    await missing();
    await waitFor(() =>
      expect(screen.getByRole("img", { name: "part12.png" })).toHaveAttribute(
        "src",
        expect.stringContaining("256.webp"),
      ),
    );
    await missing();
    expect(await screen.findByText(/No preview is there yet/)).toBeInTheDocument();
  });

  it("asks for similar images with percents, and not when that is switched off", async () => {
    haveImage();
    const { user } = await show();
    const list = await screen.findByRole("list", { name: "Similar images" });
    expect(within(list).getByRole("link", { name: /circle, red, 97.% match/u })).toBeInTheDocument();
    const toggle = screen.getByRole("button", { name: "Find similar" });
    expect(toggle).toHaveAttribute("aria-pressed", "true");
    await user.click(toggle);
    expect(list).not.toBeInTheDocument();
    await user.keyboard("f");
    expect(await screen.findByRole("list", { name: "Similar images" })).toBeInTheDocument();
  });

  it("walks on to a similar image and back, over whoever holds the place", async () => {
    haveImage();
    const onGo = vi.fn();
    const { user } = await show({ place: START, onGo });
    await user.click(await screen.findByRole("link", { name: /97.% match/u }));
    expect(onGo).toHaveBeenCalledWith(OTHER_ID, { ...START, hops: [IMAGE_ID] });
  });

  it("shows the way over the images before, and goes back one by Alt+Left", async () => {
    haveImage();
    const onGo = vi.fn();
    const { user } = await show({ place: { ...START, hops: [OTHER_ID] }, onGo });
    const way = await screen.findByRole("navigation", { name: "Similar images walked over" });
    await user.click(within(way).getByRole("link"));
    expect(onGo).toHaveBeenLastCalledWith(OTHER_ID, START);
    onGo.mockClear();
    await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
    expect(onGo).toHaveBeenCalledWith(OTHER_ID, START);
  });

  it("is led by keys", async () => {
    haveImage();
    const { user, onStep, onClose, onFindSimilar } = await show();
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await screen.findByRole("heading", { name: "part12.png" });
    await user.keyboard("[[]c{Shift>}C{/Shift}");
    expect(onStep.mock.calls).toEqual([[-1], [1]]);
    expect(write.mock.calls).toEqual([[IMAGE_ID], [`${location.origin}/images/${IMAGE_ID}`]]);
    await user.keyboard("{Shift>}F{/Shift}");
    expect(onFindSimilar).toHaveBeenCalledWith(IMAGE_ID);
    await user.keyboard("{Escape}");
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("takes the focus when it opens, and gives it back when it closes", async () => {
    haveImage();
    function Page() {
      const [isOpen, setOpen] = useState(false);
      const close = () => setOpen(false);
      return (
        <>
          <button type="button" onClick={() => setOpen(true)}>
            Card
          </button>
          {isOpen && <DetailPanel imageId={IMAGE_ID} onClose={close} onFindSimilar={close} />}
        </>
      );
    }
    const { user } = await renderIn(<Page />);
    await user.click(screen.getByRole("button", { name: "Card" }));
    await waitFor(() => expect(screen.getByRole("heading", { level: 2 })).toHaveFocus());
    await user.keyboard("{Escape}");
    expect(screen.getByRole("button", { name: "Card" })).toHaveFocus();
  });

  it("leaves the focus to the list when the card has scrolled away meanwhile", async () => {
    haveImage();
    function Page() {
      const [opened, setOpened] = useState<"not" | "open" | "closed">("not");
      const close = () => setOpened("closed");
      return (
        <>
          {opened === "not" && (
            <button type="button" onClick={() => setOpened("open")}>
              Card
            </button>
          )}
          <div role="grid" aria-label="Results">
            <div role="row">
              <div role="gridcell" tabIndex={0}>
                Another card
              </div>
            </div>
          </div>
          {opened === "open" && <DetailPanel imageId={IMAGE_ID} onClose={close} onFindSimilar={close} />}
        </>
      );
    }
    const { user } = await renderIn(<Page />);
    await user.click(screen.getByRole("button", { name: "Card" }));
    await waitFor(() => expect(screen.getByRole("heading", { level: 2 })).toHaveFocus());
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.getByRole("gridcell")).toHaveFocus());
  });
});
