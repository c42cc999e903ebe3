/** Images that are not searchable: what they wait for, why they never will be, and how they come back. */
import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { DetailPanel } from "@/features/images/DetailPanel";
import { fakeImage, haveImage, IMAGE_ID } from "@/features/images/fakeImage";
import { useNotices } from "@/lib/actions";
import { gate } from "@/testing/gate";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

beforeEach(() => {
  useNotices.setState({ notices: [] });
});

const show = () => renderIn(<DetailPanel imageId={IMAGE_ID} onClose={vi.fn()} onFindSimilar={vi.fn()} />);

describe("an image that was just uploaded", () => {
  it("becomes searchable while somebody looks at it", async () => {
    actAs("viewer");
    haveImage(fakeImage({ state: "uploaded" }));
    let searched = 0;
    server.events.on("request:start", ({ request }) => {
      searched += request.url.endsWith("/api/search/similar") ? 1 : 0;
    });
    const tell = gate();
    server.use(
      http.get(`*/api/images/${IMAGE_ID}/events`, async () => {
        await tell.opened;
        const state = { image_id: IMAGE_ID, state: "searchable", failure: null };
        const body = `id: 2-searchable\nevent: state\ndata: ${JSON.stringify(state)}\n\n`;
        return new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } });
      }),
    );
    await show();
    expect(await screen.findByText("Not searchable yet")).toBeInTheDocument();
    expect(searched).toBe(0);
    haveImage();
    tell.open();
    expect(await screen.findByRole("list", { name: "Similar images" })).toBeInTheDocument();
    expect(screen.queryByText("Not searchable yet")).not.toBeInTheDocument();
    server.events.removeAllListeners();
  });
});

describe("an image that failed", () => {
  it("says why", async () => {
    actAs("viewer");
    haveImage(fakeImage({ state: "failed", failure: "<i>decode_limit</i>" }));
    await show();
    expect(await screen.findByText("<i>decode_limit</i>")).toBeInTheDocument();
    expect(screen.queryByRole("list", { name: "Similar images" })).not.toBeInTheDocument();
  });
});

describe("an image in the trash", () => {
  function inTrash() {
    haveImage(fakeImage({ state: "trashed" }));
    const group = { status: "resolved", batch_id: "b-1", dataset_id: null, group_id: "g" };
    server.use(
      http.get("*/api/duplicates/groups", ({ request }) => {
        const isOfDataset = new URL(request.url).searchParams.has("dataset_id");
        return HttpResponse.json({ groups: isOfDataset ? [] : [group], next_cursor: null });
      }),
    );
  }

  it("comes back when the review that put it there is taken back", async () => {
    actAs("editor");
    inTrash();
    const undone: string[] = [];
    server.use(
      http.post("*/api/duplicates/batches/:id/undo", ({ params }) => {
        undone.push(String(params["id"]));
        haveImage();
        return HttpResponse.json({ state: "undone", job_id: null });
      }),
    );
    const { user } = await show();
    await user.click(await screen.findByRole("button", { name: "Take the review back" }));
    expect(await screen.findByRole("list", { name: "Similar images" })).toBeInTheDocument();
    expect(undone).toEqual(["b-1"]);
    expect(screen.queryByText("In the trash")).not.toBeInTheDocument();
  });

  it("says why it cannot", async () => {
    actAs("editor");
    inTrash();
    server.use(
      http.post("*/api/duplicates/batches/:id/undo", () =>
        HttpResponse.json({ title: "Conflict", detail: "The batch has expired." }, { status: 409 }),
      ),
    );
    const { user } = await show();
    await user.click(await screen.findByRole("button", { name: "Take the review back" }));
    await waitFor(() => expect(useNotices.getState().notices[0]).toMatchObject({ detail: "The batch has expired." }));
    expect(screen.getByRole("button", { name: "Take the review back" })).toBeEnabled();
  });

  it("offers a viewer nothing, and says who can", async () => {
    actAs("viewer");
    inTrash();
    await show();
    expect(await screen.findByText("An editor can do that.")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Take the review back" })).not.toBeInTheDocument();
  });
});
