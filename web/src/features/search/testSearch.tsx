/** The search page for tests, over an API that answers from a list. */
import { http, HttpResponse, type JsonBodyType } from "msw";
import { type ReactNode, useState } from "react";

import type { Role } from "@/api/session";
import { SearchPage } from "@/features/search/SearchPage";
import type { DetailProps } from "@/features/search/useOpen";
import type { View } from "@/features/search/view";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

/** The id of image number so and so. */
export const idOf = (number: number) => `01M7ZNGEZRDZT8FBT24F6R${String(number).padStart(4, "0")}`;

const payload = (number: number, tags: readonly string[]) => ({
  image_id: idOf(number),
  tags,
  quality_score: 0.7,
  quality_checks: [],
  width: 320,
  height: 200,
});

/** Hits from the best score down. */
export const hits = (scores: readonly number[], tags: readonly string[] = ["circle", "red"]) =>
  scores.map((score, number) => ({
    image_id: idOf(number),
    score,
    vector_name: "clip_global",
    box: null,
    payload: payload(number, tags),
    preview_url: `http://elsewhere/api/thumbnails/t/${number}/256.webp`,
  }));

export const images = (count: number, more: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, number) => ({
    image_id: idOf(number),
    state: "searchable",
    failure: null,
    filename: `part-${number}.png`,
    content_type: "image/png",
    size_bytes: 10,
    payload: payload(number, ["part"]),
    preview_url: `http://elsewhere/api/thumbnails/t/${number}/256.webp`,
    large_preview_url: `http://elsewhere/api/thumbnails/t/${number}/1024.webp`,
    ...more,
  }));

/** What the API was asked, in order. */
export interface Asked {
  searches: Record<string, unknown>[];
  lists: URLSearchParams[];
  said: Record<string, unknown>[];
  unsaid: string[];
}

interface Answers {
  found?: readonly ReturnType<typeof hits>[number][];
  listed?: readonly Record<string, unknown>[];
  waiting?: readonly Record<string, unknown>[];
}

/** The API with these answers; a search is answered in pages. */
export function answering({ found = [], listed = [], waiting = [] }: Answers): Asked {
  const asked: Asked = { searches: [], lists: [], said: [], unsaid: [] };
  server.use(
    http.post("*/api/search/similar", async ({ request }) => {
      const body = (await request.json()) as { offset: number; limit: number };
      asked.searches.push(body);
      const page = found.slice(body.offset, body.offset + body.limit);
      return json({
        hits: page,
        vector_name: "v",
        model_name: "m",
        model_version: "1",
        crops_compared: false,
        examples: {},
      });
    }),
    http.get("*/api/images", ({ request }) => {
      const query = new URL(request.url).searchParams;
      if (query.get("state") === "uploaded") return json({ images: waiting, next_cursor: null });
      asked.lists.push(query);
      return json({ images: listed, next_cursor: null });
    }),
    http.get("*/api/images/:id", ({ params }) => {
      const one = images(40).find(({ image_id }) => image_id === params["id"]);
      return one ? json(one) : HttpResponse.json({ title: "No such image" }, { status: 404 });
    }),
    http.get("*/api/feedback", () => json({ feedback: [], next_cursor: null })),
    http.post("*/api/feedback", async ({ request }) => {
      asked.said.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json({ feedback_id: `said-${asked.said.length}` }, { status: 201 });
    }),
    http.delete("*/api/feedback/:id", ({ params }) => {
      asked.unsaid.push(String(params["id"]));
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return asked;
}

const json = (body: unknown) => HttpResponse.json(body as JsonBodyType);

/** The page at a view, for somebody of this role. `now` is the view that it has led to. */
export async function openSearch(start: View, role: Role = "editor", detail?: (props: DetailProps) => ReactNode) {
  actAs(role);
  const now: { view: View; backs: number } = { view: start, backs: 0 };
  function Host() {
    const [view, setView] = useState(start);
    return (
      <SearchPage
        view={view}
        go={(change) => {
          now.view = { ...now.view, ...change };
          setView(now.view);
        }}
        onBack={() => (now.backs += 1)}
        renderDetail={detail ?? (() => null)}
      />
    );
  }
  return { now, ...(await renderIn(<Host />, "/search")) };
}
