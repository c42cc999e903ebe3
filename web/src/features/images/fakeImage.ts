/** An image for tests, and the API that has it. */
import { http, HttpResponse } from "msw";

import type { ImageDetail } from "@/api/images";
import { server } from "@/testing/server";

export const IMAGE_ID = "01M7ZNGEZRDZT8FBT24F6R3NDA";
export const OTHER_ID = "01M7ZNGEZRDZT8FBT24F6R3NDB";

const picture = (side: number) => `https://semblance.example/api/thumbnails/t/s/${side}.webp?signature=x`;

export function fakeImage(change: Partial<ImageDetail> = {}, facts: Partial<ImageDetail["payload"]> = {}): ImageDetail {
  const imageId = change.image_id ?? IMAGE_ID;
  return {
    image_id: imageId,
    state: "searchable",
    failure: null,
    filename: "part12.png",
    content_type: "image/png",
    size_bytes: 6100,
    preview_url: picture(256),
    large_preview_url: picture(1024),
    original_url: "https://store.example/o?X-Amz-Signature=x",
    quality_measures: null,
    payload: {
      image_id: imageId,
      bucket: "semblance",
      key: "t/originals/s",
      sha256: "6bc5893850b2a6f1",
      phash: "e36b9585e598941b",
      width: 400,
      height: 300,
      source: "upload",
      tags: ["circle", "red"],
      created_at: "2026-11-21T18:22:15Z",
      model_name: "semblance-tiny",
      model_version: "8be4",
      quality_score: 0.57,
      quality_checks: [],
      nsfw_score: null,
      tenant_id: "5f0c0000-0000-4000-8000-00000000000a",
      owner_user_id: "5f0c0000-0000-4000-8000-000000000001",
      dataset_id: null,
      category_id: null,
      ...facts,
    },
    ...change,
  };
}

/** The API has this image, and one that is like it. */
export function haveImage(image: ImageDetail = fakeImage()): void {
  const { payload, preview_url: previewUrl } = fakeImage({ image_id: OTHER_ID });
  const hit = {
    image_id: OTHER_ID,
    score: 0.973,
    vector_name: "clip_global",
    box: null,
    payload,
    preview_url: previewUrl,
  };
  server.use(
    http.get(`*/api/images/${image.image_id}`, () => HttpResponse.json(image)),
    http.get(`*/api/images/${OTHER_ID}`, () =>
      HttpResponse.json(fakeImage({ image_id: OTHER_ID, filename: "other.png" })),
    ),
    http.post("*/api/search/similar", () => HttpResponse.json({ hits: [hit], vector_name: "clip_global" })),
  );
}
