/** The steps of an upload over the network: check, presign, PUT, ingest, watch. */
import { answerOf, api } from "@/api/client";
import { useConnection } from "@/api/connection";
import type { components } from "@/api/schema";
import { watch } from "@/api/stream";
import { StoreError } from "@/features/upload/failures";
import { declaredType, HEAD_BYTES, sniffed } from "@/features/upload/formats";
import type { Hasher } from "@/features/upload/hasher";
import { put } from "@/features/upload/put";
import type { Known, Place, Steps, Taken, Told } from "@/features/upload/steps";
import type { Like } from "@/features/upload/uploadFile";

type Schemas = components["schemas"];
type State = Schemas["ImageState"];

/** So many expired URLs in a row are no longer taken for bad luck. */
const PRESIGNS = 3;
const LONGEST_NAME = 255;
/** Of an image's likenesses so many are kept; of the others the number. */
const LIKES = 3;

export function transport(hasher: Hasher): Steps {
  return {
    hash: (file, signal) => hasher.hash(file, signal),
    check,
    send,
    ingest,
    watch: watchImage,
    reachable,
    now: () => performance.now(),
    wait,
  };
}

async function check(sha256: string, signal: AbortSignal): Promise<Known | null> {
  const { exact } = await answerOf(api.POST("/api/duplicates/check", { body: { sha256 }, signal }));
  if (!exact || (exact.state !== "searchable" && exact.state !== "uploaded")) return null;
  return { imageId: exact.image_id, filename: exact.filename, tags: exact.tags, datasetId: exact.dataset_id };
}

/** A URL that has expired is asked for again; that is nobody's failure. */
async function send(file: File, path: string, onProgress: (sent: number) => void, signal: AbortSignal): Promise<Place> {
  const type = await typeOf(file);
  for (let presigns = 1; ; presigns += 1) {
    const body = { filename: nameOf(path), content_type: type, size_bytes: file.size };
    const signed = await answerOf(api.POST("/api/images/presign", { body, signal }));
    try {
      await put(signed, file, onProgress, signal);
      return { bucket: signed.bucket, key: signed.key };
    } catch (error) {
      const isExpired = error instanceof StoreError && error.status === 403;
      if (!isExpired || presigns >= PRESIGNS) throw error;
    }
  }
}

async function typeOf(file: File): Promise<string> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  return sniffed(head) ?? declaredType(file.name, file.type) ?? file.type;
}

async function ingest({ bucket, key }: Place, path: string, told: Told, signal: AbortSignal): Promise<Taken> {
  const said = { tags: [...told.tags], dataset_id: told.datasetId, filename: nameOf(path), source: "upload" as const };
  const taken = await answerOf(api.POST("/api/images/ingest", { body: { bucket, key, ...said }, signal }));
  const likes = taken.near_duplicates ?? [];
  return {
    imageId: taken.image_id,
    filename: taken.filename,
    isNew: taken.is_new,
    isSearchable: taken.state === "searchable",
    likes: likes.slice(0, LIKES).map(likeOf),
    likeCount: likes.length,
  };
}

function likeOf({ image, tier, cosine, hamming }: Schemas["LikenessOut"]): Like {
  return { imageId: image.image_id, filename: image.filename, tier, cosine, hamming };
}

async function watchImage(imageId: string, signal: AbortSignal): Promise<string | null> {
  let failure: string | null = null;
  const isLast = (_: string, { state }: { state: State }) => state !== "uploaded";
  const onEvent = (_: string, told: { state: State; failure: string | null }) => {
    if (told.state === "failed") failure = told.failure ?? "The server gave no reason.";
  };
  await watch(`/api/images/${imageId}/events`, { onEvent, signal, isLast });
  signal.throwIfAborted();
  return failure;
}

/** The end of a long path says more than its beginning. */
function nameOf(path: string): string {
  return path.slice(-LONGEST_NAME);
}

function reachable(signal: AbortSignal): Promise<void> {
  if (!useConnection.getState().isAway) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = () => {
      unsubscribe();
      signal.removeEventListener("abort", abort);
    };
    const abort = () => {
      stop();
      reject(signal.reason as Error);
    };
    const unsubscribe = useConnection.subscribe(({ isAway }) => {
      if (isAway) return;
      stop();
      resolve();
    });
    signal.addEventListener("abort", abort);
  });
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
