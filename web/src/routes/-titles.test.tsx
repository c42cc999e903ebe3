/** Each page has a title of its own, and the tab follows from one to the next. */
import { QueryClient } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { act, render, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { logOut } from "@/api/session";
import { fakeImage, haveImage, IMAGE_ID } from "@/features/images/fakeImage";
import { newRouter } from "@/router";
import { actAs } from "@/testing/people";
import { server } from "@/testing/server";

const ID = "01M7ZNGEZRDZT8FBT24F6R3NDC";

const PAGES = [
  ["/search", "Search – Semblance"],
  ["/search?q=three+green+stars", "three green stars – Search – Semblance"],
  ["/search?q=%3Cb%3E%26amp%3B", "<b>&amp; – Search – Semblance"],
  [`/search?q=stars&mode=image&img=${ID}`, "Search – Semblance"],
  ["/dedupe", "Duplicates – Semblance"],
  [`/dedupe/${ID}`, "Group – Duplicates – Semblance"],
  ["/anomalies", "Anomalies – Semblance"],
  ["/upload", "Upload – Semblance"],
  [`/images/${ID}`, `Image ${ID} – Semblance`],
  ["/settings", "Settings – Semblance"],
  ["/nowhere", "Not found – Semblance"],
] as const;

beforeEach(() => {
  document.title = "Semblance";
  server.use(http.all("*/api/*", () => HttpResponse.json({ title: "Gone", status: 404 }, { status: 404 })));
});
afterEach(logOut);

async function arriveAt(path: string) {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = newRouter(cache, createMemoryHistory({ initialEntries: [path] }));
  await router.load();
  render(<RouterProvider router={router} />);
  return router;
}

describe("the title", () => {
  it("is that of the page, wherever the person goes", async () => {
    actAs("editor");
    const router = await arriveAt("/settings");
    for (const [path, title] of [...PAGES, ...PAGES.toReversed()]) {
      await act(() => router.navigate({ href: path }));
      await waitFor(() => expect(document.title).toBe(title));
    }
  });

  it("names an image by its file, once that is known", async () => {
    actAs("viewer");
    haveImage(fakeImage({ filename: "<i>cat</i>.png" }));
    await arriveAt(`/images/${IMAGE_ID}`);
    await waitFor(() => expect(document.title).toBe("Image <i>cat</i>.png – Semblance"));
  });

  it("says where one logs in", async () => {
    await arriveAt("/settings");
    await waitFor(() => expect(document.title).toBe("Log in – Semblance"));
  });
});
