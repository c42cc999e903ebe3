/** A file on its way, as little as is needed of it: a hundred thousand of these are in memory at once. */

export type UploadState =
  | "queued"
  | "hashing"
  | "checking"
  | "sending"
  | "ingesting"
  | "done"
  | "duplicate"
  | "failed"
  | "refused"
  | "cancelled";

/** An image that is here already, and how the new one is like it. */
export interface Like {
  readonly imageId: string;
  readonly filename: string | null;
  readonly tier: string;
  readonly cosine: number | null;
  readonly hamming: number | null;
}

export type Outcome =
  | { readonly kind: "new"; readonly imageId: string; readonly likes: readonly Like[]; readonly likeCount: number }
  | { readonly kind: "same"; readonly imageId: string; readonly filename: string | null; readonly isMerged: boolean }
  | {
      readonly kind: "problem";
      readonly title: string;
      readonly detail: string;
      readonly reason?: string;
      readonly requestId?: string;
    };

export interface UploadFile {
  readonly id: number;
  readonly file: File;
  readonly path: string;
  state: UploadState;
  /** Bytes of the try that is under way. */
  sent: number;
  outcome: Outcome | null;
  /** Counts changes, so that only rows which changed are drawn again. */
  revision: number;
  /** Where it lies on its shelf. */
  slot: number;
}

/** The tabs of the view; each state belongs to one. */
export const TABS = ["waiting", "sending", "indexing", "done", "duplicate", "failed", "refused", "cancelled"] as const;
export type Tab = (typeof TABS)[number];

export const TAB_OF: Readonly<Record<UploadState, Tab>> = {
  queued: "waiting",
  hashing: "sending",
  checking: "sending",
  sending: "sending",
  ingesting: "indexing",
  done: "done",
  duplicate: "duplicate",
  failed: "failed",
  refused: "refused",
  cancelled: "cancelled",
};

/** Whether bytes of it may still have to be sent: it can be cancelled, and leaving the page would lose it. */
export function isUnsent(state: UploadState): boolean {
  return state === "queued" || state === "hashing" || state === "checking" || state === "sending";
}
