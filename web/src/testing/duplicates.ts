/** Groups of near-duplicates for tests, as the API tells them, and an API that knows them. */
import { http, HttpResponse } from "msw";

import type { components } from "@/api/schema";
import { server } from "@/testing/server";

type Schemas = components["schemas"];
type Picture = Schemas["gateway__duplicates__pictures__PictureOut"];

export const GROUP_IDS = ["a", "b", "c"].map((letter) => letter.repeat(32));
const AT = "2026-03-01T12:00:00+00:00";

/** The images of a group are `<letter>0`, `<letter>1` …; the first is the largest. */
export function picture(imageId: string, change: Partial<Picture> = {}): Picture {
  return {
    image_id: imageId,
    state: "searchable",
    filename: `${imageId}.jpg`,
    content_type: "image/jpeg",
    size_bytes: 10_000,
    width: 640,
    height: 480,
    sha256: imageId.padEnd(64, "0"),
    phash: "b4b72b0854f50fca",
    quality_score: 0.8,
    tags: ["cat"],
    dataset_id: null,
    created_at: AT,
    preview_url: `http://127.0.0.1/api/thumbnails/${imageId}/256.webp?signature=x`,
    ...change,
  };
}

const shared = (groupId: string, size: number) => {
  const ids = Array.from({ length: size }, (_, at) => `${groupId[0]}${at}`);
  return {
    ids,
    group: {
      dataset_id: null,
      group_id: groupId,
      size,
      tier: "T2" as const,
      threshold: 0.93,
      medoid_id: `${groupId[0]}0`,
      worst: { low_id: `${groupId[0]}0`, high_id: `${groupId[0]}1`, similarity: 0.96 },
      reclaimable_bytes: 10_000 * (size - 1),
      member_ids: ids,
      new_ids: [],
      near_apart_ids: [],
      hub_ids: [],
      capped: false,
      contradictory: false,
      status: "open" as const,
      decided_by: null,
      decided_at: null,
      batch_id: null,
      row_version: 3,
    },
  };
};

export function groupOut(groupId: string, change: Partial<Schemas["GroupOut"]> = {}, size = 3): Schemas["GroupOut"] {
  const { ids, group } = shared(groupId, size);
  return { ...group, images: ids.map((id) => picture(id)), ...change };
}

type Detail = Schemas["GroupDetailOut"];

/** The first image is suggested. */
export function groupDetail(groupId: string, change: Partial<Detail> = {}, size = 3): Detail {
  const { ids, group } = shared(groupId, size);
  const first = ids[0] ?? "";
  const members = ids.map((id, at) => ({
    image: picture(id),
    similarity: at === 0 ? 1 : 0.99 - at / 100,
    evidence:
      at === 0
        ? null
        : {
            low_id: first,
            high_id: id,
            tier: "T2" as const,
            hamming: at,
            cosine: 0.99,
            turn: "upright",
            model_version: "m",
          },
    is_new: false,
    is_hub: false,
  }));
  const suggestion = { keeper_id: first, why_not: null, scores: {}, reasons: { [first]: ["640 × 480, the largest"] } };
  return { ...group, members, pairs: [], verdicts: [], suggestion, ...change };
}

export function batchOut(change: Partial<Schemas["BatchDetailOut"]> = {}): Schemas["BatchDetailOut"] {
  return {
    batch_id: "0b6c2f8e-5d6c-4c1e-9a30-1d3a0c9c0001",
    kind: "resolve",
    state: "applied",
    dataset_id: null,
    rule: {},
    asked_by: "5f0c0000-0000-4000-8000-000000000001",
    created_at: AT,
    applied_at: AT,
    undone_at: null,
    undone_by: null,
    expires_at: AT,
    groups: 1,
    trashed: 2,
    trashed_bytes: 20_000,
    job_id: null,
    outcomes: { done: 1 },
    items: [],
    next_cursor: null,
    ...change,
  };
}

export function jobOut(change: Partial<Schemas["JobOut"]> = {}): Schemas["JobOut"] {
  return {
    job_id: "7d0c2f8e-5d6c-4c1e-9a30-1d3a0c9c0002",
    kind: "sweep_duplicates",
    queue: "batch",
    state: "running",
    progress: { status: "scanning", processed: 10, total: 100, message: "comparing", counts: {} },
    attempt: 1,
    max_attempts: 12,
    crashes: 0,
    controllable: true,
    pause_requested: false,
    cancel_requested: false,
    created_at: AT,
    run_after: AT,
    started_at: AT,
    finished_at: null,
    error: null,
    request_id: null,
    asked_by: null,
    ...change,
  };
}

/** One pair at 0.98, one at 0.93 and one at 0.85, all of T2. */
export function histogramOut(): Schemas["HistogramOut"] {
  const bounds = Array.from({ length: 25 }, (_, at) => ((75 + at) / 100).toFixed(2));
  const thresholds = Array.from({ length: 20 }, (_, at) => (80 + at) / 100);
  const pairs = [0.98, 0.93, 0.85];
  const none = Object.fromEntries(bounds.map((bound) => [bound, 0]));
  return {
    bounds,
    buckets: { T1: none, T2: { ...none, "0.98": 1, "0.93": 1, "0.85": 1 }, T3: none, T4: none },
    thresholds,
    at_least: {
      T1: thresholds.map(() => 0),
      T2: thresholds.map((one) => pairs.filter((pair) => pair >= one).length),
      T3: thresholds.map(() => 0),
      T4: thresholds.map(() => 0),
    },
    random_pairs: { ...none, "0.85": 4, below: 96 },
    random_total: 100,
  };
}

export function problem(status: number, type: string, extra: object = {}): Response {
  const body = { type: `/problems/${type}`, title: type, detail: `${type} it is`, status, request_id: "r-1", ...extra };
  return HttpResponse.json(body, { status, headers: { "X-Request-ID": "r-1" } });
}

/** An API with some groups, at 0.930. */
export function serveGroups(groups: readonly Schemas["GroupOut"][] = GROUP_IDS.map((id) => groupOut(id))): void {
  const figures = { groups: groups.length, duplicates: 6, images: 9, reclaimable_bytes: 60_000, by_tier: { T2: 3 } };
  server.use(
    http.get("*/api/near-duplicates", () =>
      HttpResponse.json({ groups: [], total_groups: groups.length, total_duplicates: 6, threshold: 0.93 }),
    ),
    http.get("*/api/near-duplicates/histogram", () => HttpResponse.json(histogramOut())),
    http.get("*/api/near-duplicates/preview", ({ request }) => {
      const threshold = Number(new URL(request.url).searchParams.get("threshold"));
      return HttpResponse.json({ ...figures, threshold, groups: Math.round((1 - threshold) * 100) });
    }),
    http.get("*/api/jobs", () => HttpResponse.json({ jobs: [], next_cursor: null })),
    http.get("*/api/duplicates/groups", () => HttpResponse.json({ groups, next_cursor: null })),
    http.get("*/api/duplicates/groups/:id", ({ params }) => HttpResponse.json(groupDetail(String(params["id"])))),
    http.get("*/api/duplicates/batches/:id", () => HttpResponse.json(batchOut())),
    http.get("*/api/images/:id", ({ params }) => {
      const { preview_url, filename } = picture(String(params["id"]));
      return HttpResponse.json({ preview_url, filename, large_preview_url: preview_url.replace("256", "1024") });
    }),
    http.post("*/api/duplicates/resolutions/preview", () =>
      HttpResponse.json({
        groups: 3,
        resolved: 2,
        abstained: 1,
        trashed: 4,
        trashed_bytes: 40_000,
        samples: groups.slice(0, 2).map(({ group_id, member_ids: [keeper, ...rest] }) => ({
          group_id,
          keeper_id: keeper ?? null,
          reasons: ["640 × 480, the largest"],
          why_not: null,
          trashed_ids: rest,
          trashed_bytes: 20_000,
        })),
        abstained_samples: groups.slice(2).map(({ group_id }) => ({
          group_id,
          keeper_id: null,
          reasons: [],
          why_not: "the best two are too close to choose between",
          trashed_ids: [],
          trashed_bytes: 0,
        })),
      }),
    ),
  );
}
