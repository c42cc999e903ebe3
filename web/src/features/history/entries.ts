/** What a person did, from two memories: this browser's list, and the server's batches of reviews. */
import type { Batch } from "@/api/batches";
import type { Action } from "@/lib/actions";
import { bytes, counted } from "@/lib/format";

export interface Entry extends Action {
  /** Until when it can be taken back; null where there is no end, or nobody knows. */
  until: string | null;
  /** The job that is at work on it. */
  jobId: string | null;
}

/** The newest first. The server's word about a batch stands over what this browser remembers of it. */
export function entriesOf(actions: readonly Action[], batches: readonly Batch[], userId: string): Entry[] {
  const own = batches.filter((batch) => batch.asked_by === userId);
  const known = new Map(own.map((batch) => [batch.batch_id, batch]));
  const mine = actions.filter((action) => action.userId === userId);
  const told = new Set(mine.map((action) => action.params["batchId"]));
  const fromHere = mine.map((action) => merged(action, known.get(action.params["batchId"] ?? "")));
  const fromThere = own.filter((batch) => !told.has(batch.batch_id)).map((batch) => merged(actionOf(batch), batch));
  return [...fromHere, ...fromThere].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** Whether it can be taken back now. */
export function canUndo({ state, until }: Entry, now: number): boolean {
  return (state === "done" || state === "failed") && (until === null || Date.parse(until) > now);
}

/** A batch of the server as an action of this browser. */
function actionOf(batch: Batch): Action {
  return {
    id: batch.batch_id,
    kind: "batch",
    label: labelOf(batch),
    params: { batchId: batch.batch_id },
    userId: batch.asked_by,
    at: batch.created_at,
    state: "done",
  };
}

function merged(action: Action, batch: Batch | undefined): Entry {
  if (!batch) return { ...action, until: null, jobId: null };
  return {
    ...action,
    state: stateOf(action, batch),
    until: batch.expires_at,
    jobId: batch.state === "undoing" || batch.state === "applying" ? batch.job_id : null,
  };
}

/** While this tab takes it back it knows best: the server was asked before. */
function stateOf(action: Action, { state }: Batch): Action["state"] {
  if (state === "undone" || state === "undoing") return state;
  return action.state === "undone" ? "done" : action.state;
}

const KINDS: Readonly<Record<Batch["kind"], string>> = {
  verdict: "Judged",
  skip: "Skipped",
  merge: "Joined",
  split: "Parted",
  tag: "Tagged",
  resolve: "Sorted out",
};

function labelOf({ kind, groups, trashed, trashed_bytes: size }: Batch): string {
  const what = `${KINDS[kind]} ${counted(groups, "group")} of duplicates`;
  return trashed > 0 ? `${what}: ${counted(trashed, "image")} to the trash, ${bytes(size)}` : what;
}
