/** What an error means for a file: whether to try again, when, and what to tell. */
import { ApiError, Offline, type Words, wordsOf } from "@/api/problems";
import type { Outcome } from "@/features/upload/uploadFile";

/** The object store's answer to a PUT that it did not take; status 0 when it did not answer at all. */
export class StoreError extends Error {
  override readonly name = "StoreError";

  constructor(
    readonly status: number,
    readonly retryAfterS?: number,
  ) {
    super(`the object store answered ${status}`);
  }
}

/**
 * `again`: it may pass by itself. `resend`: the bytes are not there any more. `refused`: this file never will be taken.
 * `failed`: it will not pass by itself, but a person may try. `halt`: no other file will fare better.
 */
export type Verdict = "again" | "resend" | "refused" | "failed" | "halt";

export const TRIES = 5;
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
const REFUSALS = new Set([
  "image-rejected",
  "image-infected",
  "too-large",
  "media-type-unsupported",
  "validation-failed",
]);

/** Why a picture is refused, as the API names it. */
const REASONS = new Map(
  Object.entries({
    empty: "Empty",
    not_an_image: "Not a picture",
    unsupported_format: "Not a picture format that is taken",
    format_mismatch: "Another format than its name says",
    corrupt: "Damaged",
    truncated: "Ends early",
    too_many_bytes: "Too large",
    too_many_pixels: "Too many pixels",
    side_too_long: "A side is too long",
    side_too_short: "A side is too short",
    aspect_too_extreme: "Too long and thin",
    too_many_scans: "Built unlike any camera's picture",
    too_many_chunks: "Built unlike any camera's picture",
    unsupported_pixels: "Pixels of a kind that is not taken",
    decode_limit: "Takes too much to decode",
  }),
);

export function judge(error: unknown): Verdict {
  if (error instanceof Offline) return "again";
  if (error instanceof StoreError) return passes(error.status) ? "again" : "failed";
  if (!(error instanceof ApiError)) return "failed";
  if (error.type === "upload-missing") return "resend";
  if (error.type === "role-too-low" || error.status === 401) return "halt";
  if (REFUSALS.has(error.type)) return "refused";
  return passes(error.status) ? "again" : "failed";
}

/** Whether nobody was there to take it: then the next file would fail too. */
export function isOutage(error: unknown): boolean {
  if (error instanceof Offline) return true;
  return (error instanceof StoreError || error instanceof ApiError) && passes(error.status);
}

/** How long to wait before the next try: twice as long each time, by chance a little less, at least as asked. */
export function waitMs(error: unknown, tries: number, random = Math.random()): number {
  const asked = error instanceof ApiError || error instanceof StoreError ? (error.retryAfterS ?? 0) * 1000 : 0;
  const backoff = Math.min(LONGEST_MS, FIRST_MS * 2 ** (tries - 1)) * (0.5 + random / 2);
  return Math.min(LONGEST_MS, Math.max(asked, FIRST_MS, backoff));
}

export function problemOf(error: unknown): Outcome {
  const { title, detail, requestId } = wordsFor(error);
  const reason = error instanceof ApiError ? error.reason : undefined;
  const told = (reason && REASONS.get(reason)) ?? title;
  return { kind: "problem", title: told, detail, ...(reason && { reason }), ...(requestId && { requestId }) };
}

function wordsFor(error: unknown): Words {
  if (error instanceof StoreError) return storeWords(error);
  const isGone = error instanceof DOMException && (error.name === "NotFoundError" || error.name === "NotReadableError");
  if (!isGone) return wordsOf(error);
  return { title: "The file cannot be read any more", detail: "It was moved, changed or deleted after it was chosen." };
}

function storeWords({ status }: StoreError): Words {
  if (status === 0)
    return { title: "The storage cannot be reached", detail: "No answer came from where the pictures go." };
  if (status >= 500) return { title: "The storage is not well", detail: `It answered ${status}.` };
  return { title: "The storage did not take it", detail: `It answered ${status}.` };
}

function passes(status: number): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}
