/** A batch: what became of its groups, followed while its job is at work. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";
import { watch } from "@/api/stream";
import type { Batch } from "@/features/duplicates/model";
import { batchQuery } from "@/features/duplicates/queries";
import { notify } from "@/lib/actions";
import { announce } from "@/lib/announce";

interface JobEvent {
  state: string;
  progress: { processed: number; total: number } | null;
}

const OVER = new Set(["succeeded", "dead", "cancelled"]);

export function isAtWork({ state }: Pick<Batch, "state">): boolean {
  return state === "applying" || state === "undoing";
}

/** `done` counts groups while the job is at work. */
export function useBatch(batchId: string) {
  const cache = useQueryClient();
  const query = useQuery(batchQuery(batchId));
  const [done, setDone] = useState(0);
  const jobId = query.data && isAtWork(query.data) ? query.data.job_id : null;
  useEffect(() => {
    if (!jobId) return undefined;
    const stop = new AbortController();
    watch<JobEvent>(`/api/jobs/${encodeURIComponent(jobId)}/events`, {
      signal: stop.signal,
      isLast: (_name, { state }) => OVER.has(state),
      onEvent: (_name, { state, progress }) => {
        if (progress) setDone(progress.processed);
        if (!OVER.has(state)) return;
        announce("The batch is done");
        void cache.invalidateQueries({ queryKey: keys.duplicates.all });
      },
    }).catch((error: unknown) => notify({ ...wordsOf(error), tone: "bad" }));
    return () => stop.abort();
  }, [cache, jobId]);
  return { ...query, done };
}
