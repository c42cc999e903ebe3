/** Review batches: taking one back, to its end. */
import { answerOf, api } from "@/api/client";
import type { components } from "@/api/schema";
import { watch } from "@/api/stream";

export type Batch = components["schemas"]["BatchOut"];

interface JobEvent {
  state: components["schemas"]["JobState"];
  progress: { processed: number; total: number } | null;
  error?: string | null;
}

interface Options {
  /** How far it is, while a job does it. */
  onProgress?: (processed: number, total: number) => void;
  signal?: AbortSignal;
}

const FINAL: ReadonlySet<string> = new Set(["succeeded", "dead", "cancelled"]);

/** Take a batch back; a large one by a job, which is followed until it is over. Raises ApiError and Offline. */
export async function takeBackBatch(batchId: string, { onProgress, signal }: Options = {}): Promise<void> {
  const params = { path: { batch_id: batchId } };
  const batch = await answerOf(api.POST("/api/duplicates/batches/{batch_id}/undo", { params }));
  if (batch.state === "undoing" && batch.job_id)
    await followJob(batch.job_id, { ...(onProgress && { onProgress }), ...(signal && { signal }) });
}

/** Wait for a job's end; also when the signal aborts. Raises an Error where it was given up or cancelled. */
export async function followJob(
  jobId: string,
  { onProgress, signal = new AbortController().signal }: Options,
): Promise<void> {
  let end: JobEvent["state"] | undefined;
  await watch<JobEvent>(`/api/jobs/${encodeURIComponent(jobId)}/events`, {
    signal,
    onEvent: (name, { progress }) => {
      if (isFinal(name)) end = name;
      if (progress && progress.total > 0) onProgress?.(progress.processed, progress.total);
    },
    isLast: (name) => isFinal(name),
  });
  if (end === "dead") throw new Error("The server gave it up after several tries. Try again, or tell an operator.");
  if (end === "cancelled") throw new Error("Somebody cancelled it on the server.");
}

function isFinal(name: string): name is JobEvent["state"] {
  return FINAL.has(name);
}
