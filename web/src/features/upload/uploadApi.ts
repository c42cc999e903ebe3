/** The API, the object store and the hash worker as the upload's tests see them. */
import { http, HttpResponse } from "msw";

import type { HashAsked } from "@/features/upload/hash.worker";
import { server } from "@/testing/server";

const STORE = "http://store.test/put";

interface Answers {
  /** By file name: the image that has the same bytes. */
  exact?: Readonly<Record<string, object>>;
  /** By file name: what ingest answers instead of a new, searchable image. */
  ingest?: Readonly<Record<string, () => Response>>;
}

/** Hashes to the file's name, so that answers can be by name. */
export class NameWorker extends EventTarget {
  postMessage({ number, file }: HashAsked) {
    queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data: { number, sha256: file.name } })));
  }

  terminate() {}
}

export function imageOf(name: string, over: object = {}) {
  return { image_id: `id-of-${name}`, filename: name, is_new: true, state: "searchable", near_duplicates: [], ...over };
}

/** A problem as the API spells it. */
export function problem(status: number, type: string, over: object = {}) {
  return HttpResponse.json({ type: `/problems/${type}`, title: type, status, detail: "", ...over }, { status });
}

/** Answer as a healthy API; what was ingested is listed. */
export function serve({ exact = {}, ingest = {} }: Answers = {}) {
  const ingested: { filename: string; tags: string[]; dataset_id: string | null }[] = [];
  server.use(
    http.post("*/api/duplicates/check", async ({ request }) => {
      const { sha256 } = (await request.json()) as { sha256: string };
      return HttpResponse.json({ exact: exact[sha256] ?? null, likenesses: [], flat: false, hash_only: true });
    }),
    http.post("*/api/images/presign", () =>
      HttpResponse.json({
        bucket: "b",
        key: "k",
        url: STORE,
        method: "PUT",
        headers: {},
        expires: "2026-01-01T00:00:00Z",
      }),
    ),
    http.put(STORE, () => new HttpResponse(null, { status: 200 })),
    http.post("*/api/images/ingest", async ({ request }) => {
      const body = (await request.json()) as (typeof ingested)[number];
      ingested.push(body);
      return ingest[body.filename]?.() ?? HttpResponse.json(imageOf(body.filename), { status: 201 });
    }),
  );
  return ingested;
}
