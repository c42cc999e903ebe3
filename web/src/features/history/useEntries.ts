/** What this person did, as the drawer shows it. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { followJob } from "@/api/batches";
import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { useCan, useSession } from "@/api/session";
import { type Entry, entriesOf } from "@/features/history/entries";
import { useActions } from "@/lib/actions";
import { count, counted } from "@/lib/format";

const A_PAGE = 50;

/** One page of the server's batches, the newest first. */
export function askForBatches(cursor: string | null, signal?: AbortSignal) {
  const query = { limit: A_PAGE, ...(cursor ? { cursor } : {}) };
  return answerOf(api.GET("/api/duplicates/batches", { params: { query }, ...(signal ? { signal } : {}) }));
}

export function useEntries() {
  const userId = useSession((session) => session.user?.userId ?? "");
  const actions = useActions((state) => state.actions);
  const canReview = useCan("editor");
  const asked = useInfiniteQuery({
    queryKey: keys.duplicates.batches,
    queryFn: ({ pageParam, signal }) => askForBatches(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: canReview,
    staleTime: 0,
  });
  const entries = useMemo(
    () => entriesOf(actions, asked.data?.pages.flatMap((page) => page.batches) ?? [], userId),
    [actions, asked.data, userId],
  );
  return { entries, asked, isAsking: canReview && asked.isPending };
}

/** How far the job is that is at work on a batch; when it is over, the batch is asked for anew. */
export function useJobOf({ jobId }: Entry): string {
  const cache = useQueryClient();
  const [progress, setProgress] = useState("");
  useEffect(() => {
    if (!jobId) return undefined;
    const gone = new AbortController();
    const onProgress = (processed: number, total: number) =>
      setProgress(`${count(processed)} of ${counted(total, "group")}`);
    const follow = async () => {
      await followJob(jobId, { onProgress, signal: gone.signal }).catch(() => undefined);
      if (!gone.signal.aborted) await cache.invalidateQueries({ queryKey: keys.duplicates.all });
    };
    void follow();
    return () => gone.abort();
  }, [cache, jobId]);
  return jobId ? progress : "";
}
