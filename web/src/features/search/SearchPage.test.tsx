/** The search page: its states, what it asks, and that what others wrote stays text. */
import { act, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";

import { answered } from "@/api/connection";
import { answering, hits, images, openSearch } from "@/features/search/testSearch";
import { server } from "@/testing/server";

const cell = (name: RegExp) => screen.findByLabelText(name);

describe("without a question", () => {
  it("shows the newest images, and words that fit them", async () => {
    const asked = answering({ listed: images(3) });
    const { user } = await openSearch({});
    expect(await cell(/^part-1\.png, good quality, 1 tag$/)).toBeInTheDocument();
    expect(screen.getByText("3 images, the newest first")).toBeInTheDocument();
    expect(Object.fromEntries(asked.lists[0] ?? [])).toEqual({ limit: "100", sort: "-created_at" });
    await user.click(screen.getByRole("button", { name: "part" }));
    await waitFor(() => expect(asked.searches[0]).toMatchObject({ text_query: "part", offset: 0, limit: 100 }));
  });

  it("leads an editor of an empty library to the upload, and tells a viewer whom to ask", async () => {
    answering({});
    const { unmount } = await openSearch({});
    expect(await screen.findByRole("link", { name: "Upload images" })).toHaveAttribute("href", "/upload");
    unmount();
    await openSearch({}, "viewer");
    expect(await screen.findByText(/An editor of your team/)).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Upload images" })).not.toBeInTheDocument();
  });

  it("tells which images are not searchable yet", async () => {
    const fresh = images(1, { state: "uploaded" });
    answering({ listed: fresh, waiting: fresh });
    await openSearch({});
    expect(await cell(/not searchable yet/)).toBeInTheDocument();
    expect(await screen.findByText("1 image is not searchable yet")).toBeInTheDocument();
  });

  it("remembers what was searched for, until it is told to forget", async () => {
    const asked = answering({ listed: images(1), found: hits([0.3]) });
    const { user, now } = await openSearch({});
    await user.type(await screen.findByRole("searchbox"), "a blue star{Enter}");
    await waitFor(() => expect(asked.searches).toHaveLength(1));
    expect(screen.getByRole("searchbox")).toHaveFocus();
    await user.clear(screen.getByRole("searchbox"));
    await user.type(screen.getByRole("searchbox"), "{Enter}");
    const recent = await screen.findByRole("group", { name: "Recent" });
    expect(now.view.q).toBeUndefined();
    expect(within(recent).getByRole("button", { name: "a blue star" })).toBeInTheDocument();
    await user.click(within(recent).getByRole("button", { name: "Forget the recent searches" }));
    expect(screen.queryByRole("group", { name: "Recent" })).not.toBeInTheDocument();
  });
});

describe("with a question", () => {
  it("shows hits with their percents, and asks for the next page when it is near", async () => {
    const asked = answering({ found: hits(Array.from({ length: 60 }, (_, at) => 0.5 - at / 1000)) });
    await openSearch({ q: "red circle", limit: 50 });
    expect(await cell(/^circle, red, 50 percent match, score 0\.500, good quality, 2 tags$/)).toBeInTheDocument();
    await waitFor(() => expect(screen.getByText("60 results, best 50 %", { normalizer: plain })).toBeInTheDocument());
    expect(asked.searches.map(({ offset }) => offset)).toEqual([0, 50]);
  });

  it("cuts what has come at once, without asking again", async () => {
    const asked = answering({ found: hits([0.5, 0.4, 0.3]) });
    const { user, now } = await openSearch({ q: "red circle" });
    await cell(/score 0\.300/);
    const exact = await screen.findByLabelText("Least score, exactly");
    await user.clear(exact);
    await user.type(exact, "0.35{Enter}");
    await waitFor(() => expect(screen.queryByLabelText(/score 0\.300/)).not.toBeInTheDocument());
    expect(screen.getByText(/2 results from 0\.350 up/)).toBeInTheDocument();
    expect(now.view.min).toBe(350);
    expect(asked.searches).toHaveLength(1);
  });

  it("offers the nearest cut when nothing is above", async () => {
    answering({ found: hits([0.42, 0.41]) });
    const { user, now } = await openSearch({ q: "red circle", min: 800 });
    await user.click(await screen.findByRole("button", { name: "Show 2 images from 0.410 up" }));
    expect(now.view.min).toBe(410);
    expect(await cell(/score 0\.410/)).toBeInTheDocument();
  });

  it("offers to clear filters that nothing passes", async () => {
    answering({});
    const { user, now } = await openSearch({ q: "cat", tags: ["no such tag"], gate: 3 });
    await user.click(await screen.findByRole("button", { name: "Clear all filters" }));
    expect(now.view).toMatchObject({ q: "cat", tags: undefined, gate: undefined });
  });

  it("says what went wrong, and tries again", async () => {
    answering({ found: hits([0.5]) });
    const broken = { title: "The embedder is away", request_id: "r-1", detail: "Ask again." };
    server.use(http.post("*/api/search/similar", () => HttpResponse.json(broken, { status: 500 }), { once: true }));
    const { user } = await openSearch({ q: "cat" });
    expect(await screen.findByRole("alert")).toHaveTextContent(/The embedder is away.*r-1/);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await cell(/score 0\.500/)).toBeInTheDocument();
  });

  it("keeps what is shown when more of it does not come", async () => {
    const asked = answering({ found: hits(Array.from({ length: 60 }, (_, at) => 0.5 - at / 1000)) });
    server.use(
      http.post("*/api/search/similar", async ({ request }) => {
        const { offset } = (await request.clone().json()) as { offset: number };
        return offset > 0 ? HttpResponse.json({ title: "Too much at once" }, { status: 500 }) : undefined;
      }),
    );
    const { user } = await openSearch({ q: "cat", limit: 50 });
    expect(await screen.findByRole("alert")).toHaveTextContent(/Too much at once\. Shown as of/);
    expect(screen.getByLabelText(/score 0\.500/)).toBeInTheDocument();
    answering({ found: hits(Array.from({ length: 60 }, (_, at) => 0.5 - at / 1000)) });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText(/^60 results/)).toBeInTheDocument();
    expect(asked.searches).toHaveLength(1);
  });

  it("is asked again by itself when the API is back", async () => {
    const asked = answering({ found: hits([0.5]) });
    server.use(http.post("*/api/search/similar", () => HttpResponse.error(), { once: true }));
    await openSearch({ q: "cat" });
    expect(await screen.findByRole("alert")).toHaveTextContent("Semblance does not answer");
    act(answered);
    expect(await cell(/score 0\.500/)).toBeInTheDocument();
    expect(asked.searches).toHaveLength(1);
  });

  it("asks for a file again that is gone with the page", async () => {
    answering({});
    await openSearch({ mode: "image", file: "0123456789ab" });
    expect(await screen.findByRole("heading", { name: "Choose the file again" })).toBeInTheDocument();
  });

  it("shows tags and names as text, whatever they are", async () => {
    const evil = '<img src=x onerror="alert(1)">';
    answering({ found: hits([0.5], [evil]), listed: images(1, { filename: evil }) });
    const { container } = await openSearch({ q: "cat", tags: [evil], trail: [`t:${evil}`] });
    expect(await cell(/^<img src=x onerror="alert\(1\)">, 50 percent/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: `Remove filter tag: ${evil}` })).toBeInTheDocument();
    expect(container.querySelector("[onerror]")).toBeNull();
  });
});

const plain = (text: string) => text.replaceAll("\u202F", " ");
