/** A small dataset for tests, with an API that remembers what is said of it. */
import { http, HttpResponse } from "msw";

import type { Anomaly, Method, Review, Run } from "@/features/anomalies/question";
import { server } from "@/testing/server";

export const RUN: Run = {
  dataset_id: null,
  generation: 1,
  model_version: "v1",
  images: 40,
  scored: 40,
  k: 10,
  needed: 11,
  exact: true,
  enough: true,
  fences: { knn: 0.6, dnn: 0.5, lof: 1.2 },
  flagged: { knn: 3, dnn: 1, lof: 0 },
  references: 0,
  reach: 0.06,
  started_at: "2026-03-01T12:00:00Z",
  finished_at: "2026-03-01T12:00:02Z",
  job_id: null,
};

export const idOf = (number: number): string => `01ARZ3NDEKTSV4RRFFQ69G${String(number).padStart(4, "0")}`;

export function anomaly(number: number, more: Partial<Anomaly> = {}): Anomaly {
  const id = idOf(number);
  const score = { score: 0.9 - number / 100, percentile: 100 - number, robust_z: 6 - number / 10 };
  return {
    image: {
      image_id: id,
      state: "searchable",
      filename: `part${number}.png`,
      content_type: "image/png",
      size_bytes: 2400,
      width: 320,
      height: 240,
      sha256: "a".repeat(64),
      phash: "0".repeat(16),
      quality_score: 0.5,
      tags: [],
      dataset_id: null,
      created_at: "2026-03-01T11:00:00Z",
      preview_url: `http://api.test/api/thumbnails/t/${number}/256.webp`,
    },
    method: "knn",
    ...score,
    flagged: true,
    scores: { knn: score, dnn: { score: 0.42, percentile: 99, robust_z: 4 } },
    evidence: [
      { image_id: idOf(900), distance: 0.42, filename: "near.png", preview_url: "http://api.test/n.webp" },
      { image_id: idOf(901), distance: 0.5, filename: null, preview_url: null },
    ],
    reviews: [],
    in_reference_set: false,
    later: false,
    scored_at: "2026-03-01T12:00:02Z",
    ...more,
  };
}

export const review = (reviewer: string, more: Partial<Review> = {}): Review => ({
  reviewer,
  verdict: "defect",
  note: null,
  reviewed_at: "2026-03-01T13:00:00Z",
  turn: 1,
  ...more,
});

export interface FakeQa {
  run: Run;
  all: Anomaly[];
  /** Bodies of the reviews that came in, by file name. */
  said: { name: string; body: unknown }[];
  /** Addresses of the lists that were asked for. */
  asked: URLSearchParams[];
  /** Called before a review is answered; what it returns is answered instead. */
  onReview: (number: string) => Promise<Response | undefined> | Response | undefined;
}

/** Answer for these anomalies. What is called normal here quiets all whose names begin alike ("part2" and "part21"). */
export function serveQa(all: Anomaly[], me: string, run: Run = RUN): FakeQa {
  const fake: FakeQa = { run, all, said: [], asked: [], onReview: () => undefined };
  const find = (id: unknown) => fake.all.find(({ image }) => image.image_id === id);
  const put = (next: Anomaly) => {
    fake.all = fake.all.map((one) => (one.image.image_id === next.image.image_id ? next : one));
    return HttpResponse.json(next);
  };
  server.use(
    http.get("*/api/qa/anomalies", ({ request }) => list(fake, new URL(request.url).searchParams)),
    http.get("*/api/qa/anomalies/review-progress", () => HttpResponse.json(progressOf(fake))),
    http.get("*/api/qa/anomalies/:id", ({ params }) => HttpResponse.json(find(params["id"]) ?? {})),
    http.get("*/api/qa/anomalies/:id/reviews", ({ params }) =>
      HttpResponse.json({ reviews: find(params["id"])?.reviews ?? [] }),
    ),
    http.post("*/api/qa/anomalies/:id/review", async ({ params, request }) => {
      const body = (await request.json()) as { verdict: "normal" | "defect" | "unsure"; note: string | null };
      const one = find(params["id"]);
      if (!one) return HttpResponse.json({ title: "No such image" }, { status: 404 });
      const instead = await fake.onReview(one.image.filename ?? "");
      if (instead) return instead;
      fake.said.push({ name: one.image.filename ?? "", body });
      const isNormal = body.verdict === "normal";
      if (isNormal) fake.all = fake.all.map((other) => (isLike(other, one) ? { ...other, flagged: false } : other));
      const reviews = [review(me, body), ...one.reviews];
      return put({ ...one, reviews, flagged: one.flagged && !isNormal, in_reference_set: isNormal });
    }),
    http.delete("*/api/qa/anomalies/:id/review", ({ params }) => {
      const one = find(params["id"]);
      const reviews = one?.reviews.filter(({ reviewer }) => reviewer !== me) ?? [];
      return one ? put({ ...one, reviews, flagged: true }) : HttpResponse.json({}, { status: 404 });
    }),
    http.get("*/api/images/:id", ({ params }) =>
      HttpResponse.json({
        ...find(params["id"])?.image,
        payload: { quality_checks: ["blurry"] },
        large_preview_url: `http://api.test/large/${String(params["id"])}.webp`,
      }),
    ),
    http.get("*/api/qa/quality", () => HttpResponse.json(QUALITY)),
  );
  return fake;
}

const isLike = (other: Anomaly, one: Anomaly) =>
  other.image.filename?.startsWith(one.image.filename?.slice(0, 5) ?? "-") === true;

function list(fake: FakeQa, asked: URLSearchParams): Response {
  fake.asked.push(asked);
  const reviewed = asked.get("reviewed");
  const method = (asked.get("method") ?? "knn") as Method;
  const anomalies = fake.all
    .filter((one) => asked.get("flagged") !== "true" || one.flagged)
    .filter((one) => reviewed === null || one.reviews.length > 0 === (reviewed === "true"))
    .map((one) => ({ ...one, method }));
  return HttpResponse.json({ run: fake.run, anomalies, next_cursor: null });
}

function progressOf({ all }: FakeQa) {
  const flagged = all.filter((one) => one.flagged);
  const left = flagged.filter((one) => one.reviews.length === 0).length;
  return {
    method: "knn",
    flagged: flagged.length,
    reviewed: flagged.length - left,
    left,
    budget: 50,
    tonight: left,
    by_verdict: {},
    by_reviewer: {},
    pairs: 4,
    agreement: 0.31,
  };
}

const QUALITY = {
  dataset_id: null,
  images: 40,
  not_looked_at: 2,
  passed: 30,
  checks: [
    { check: "dark", failed: 5, measure: "luma", fails: "below", threshold: 0.16 },
    { check: "odd_size", failed: 0, measure: "shortest_side", fails: "below", threshold: 32 },
  ],
};
