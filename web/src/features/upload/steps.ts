/** What the queue needs done for a file; `transport.ts` does it over the network, tests without one. */
import type { Like } from "@/features/upload/uploadFile";

/** What a person says of all files that are not sent yet. */
export interface Told {
  readonly tags: readonly string[];
  readonly datasetId: string | null;
}

/** An image with the same bytes that is here already. */
export interface Known {
  readonly imageId: string;
  readonly filename: string | null;
  readonly tags: readonly string[];
  readonly datasetId: string | null;
}

/** Where the bytes of an upload lie. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

export interface Taken {
  readonly imageId: string;
  readonly filename: string | null;
  readonly isNew: boolean;
  readonly isSearchable: boolean;
  readonly likes: readonly Like[];
  readonly likeCount: number;
}

export interface Steps {
  /** SHA-256 in hex, or null for a file that is too large to be worth it. */
  hash(file: File, signal: AbortSignal): Promise<string | null>;
  check(sha256: string, signal: AbortSignal): Promise<Known | null>;
  send(file: File, path: string, onProgress: (sent: number) => void, signal: AbortSignal): Promise<Place>;
  ingest(place: Place, path: string, told: Told, signal: AbortSignal): Promise<Taken>;
  /** Wait until an image is searchable; answers with the reason when it never will be. */
  watch(imageId: string, signal: AbortSignal): Promise<string | null>;
  /** Wait until the network and the API are there. */
  reachable(signal: AbortSignal): Promise<void>;
  now(): number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
