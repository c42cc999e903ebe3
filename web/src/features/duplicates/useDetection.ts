/** A detection: begun, found again after a reload, followed, and stopped. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { followJob } from "@/api/batches";
import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { ApiError, wordsOf } from "@/api/problems";
import { watch } from "@/api/stream";
import { type Order, orderJob, postDetect, progressPath } from "@/features/duplicates/calls";
import { isOver, isUnfinished, type Progress, tenthOf } from "@/features/duplicates/detection";
import type { Job, Scope } from "@/features/duplicates/model";
import { isNotDetected, sweepsQuery } from "@/features/duplicates/queries";
import { notify } from "@/lib/actions";
import { announce } from "@/lib/announce";

export interface Detection {
  jobId: string | undefined;
  job: Job | undefined;
  progress: Progress | undefined;
  /** When it told that, in milliseconds. */
  heardAt: number;
  isAsked: boolean;
  begin: (perMille: number | undefined) => void;
  order: (order: Order) => void;
}

export function useDetection(dataset: Scope): Detection {
  const cache = useQueryClient();
  const [begun, setBegun] = useState<{ dataset: Scope; jobId: string }>();
  const found = useUnfinished(dataset);
  const jobId = begun && begun.dataset === dataset ? begun.jobId : found;
  const job = useJob(jobId);
  const [rounds, setRounds] = useState(0);
  const told = useProgress(dataset, jobId, rounds);
  const asking = useMutation({
    mutationFn: (perMille: number | undefined) => begin(dataset, perMille),
    onSuccess: (id) => {
      remember(dataset, id);
      setBegun({ dataset, jobId: id });
      void cache.invalidateQueries({ queryKey: keys.jobs.all });
    },
    onError: tell,
  });
  const ordering = useMutation({
    mutationFn: ({ id, order }: { id: string; order: Order }) => orderJob(id, order),
    onSuccess: (answer, { order }) => {
      cache.setQueryData(keys.jobs.one(answer.job_id), answer);
      if (order === "retry") setRounds((before) => before + 1);
    },
    onError: tell,
  });
  const order = (wanted: Order) => jobId && ordering.mutate({ id: jobId, order: wanted });
  return {
    jobId,
    job,
    progress: told?.progress,
    heardAt: told?.at ?? 0,
    isAsked: asking.isPending,
    begin: asking.mutate,
    order,
  };
}

function tell(error: Error): void {
  notify({ ...wordsOf(error), tone: "bad" });
}

/** Whoever asks while it is being done already is led to that one. */
async function begin(dataset: Scope, perMille: number | undefined): Promise<string> {
  try {
    return (await postDetect(dataset, perMille)).job_id;
  } catch (error) {
    const running = error instanceof ApiError && error.type === "sweep-running" ? error.extra["job_id"] : undefined;
    if (typeof running !== "string") throw error;
    notify({ title: "Duplicates are being detected already", detail: "You see that detection.", tone: "info" });
    return running;
  }
}

/** The list of jobs does not say which dataset a detection is of; the browser that asked for it remembers. */
const keptAs = (dataset: Scope) => `semblance.detection.${dataset ?? ""}`;

function remember(dataset: Scope, jobId: string): void {
  try {
    sessionStorage.setItem(keptAs(dataset), jobId);
  } catch {
    // Without storage it is looked for among the tenant's jobs.
  }
}

function useUnfinished(dataset: Scope): string | undefined {
  const { data } = useQuery(sweepsQuery());
  const unfinished = data?.jobs.filter((one) => isUnfinished(one) && one.progress !== null) ?? [];
  const waiting = data?.jobs.filter(isUnfinished) ?? [];
  const kept = sessionStorage.getItem(keptAs(dataset));
  const own = waiting.find((one) => one.job_id === kept);
  return own?.job_id ?? (dataset === undefined ? (unfinished[0] ?? waiting[0])?.job_id : undefined);
}

function useJob(jobId: string | undefined): Job | undefined {
  return useQuery({
    queryKey: keys.jobs.one(jobId ?? ""),
    queryFn: ({ signal }): Promise<Job> =>
      answerOf(api.GET("/api/jobs/{job_id}", { params: { path: { job_id: jobId ?? "" } }, signal })),
    enabled: jobId !== undefined,
  }).data;
}

interface Told {
  jobId: string;
  progress: Progress;
  at: number;
}

/**
 * What the stream told last. A step or a stop is also a change of the job, which is then read again. A job that is tried
 * again goes on where its stream ended: `rounds` counts those.
 */
function useProgress(dataset: Scope, jobId: string | undefined, rounds: number): Told | undefined {
  const cache = useQueryClient();
  const seen = useRef<{ jobId: string; id: string | undefined }>(undefined);
  const [told, setTold] = useState<Told>();
  const before = useRef<Progress>(undefined);
  const hear = useCallback(
    (id: string, progress: Progress) => {
      const old = before.current;
      before.current = progress;
      setTold({ jobId: id, progress, at: Date.now() });
      const tenth = old && tenthOf(old.progress, progress.progress);
      if (tenth) announce(tenth);
      if (old?.message === progress.message && old.status === progress.status) return;
      void cache.invalidateQueries({ queryKey: keys.jobs.one(id) });
      if (!isOver(progress)) return;
      announce(progress.status === "complete" ? `Detection done: ${progress.groups_found} groups` : progress.message);
      void cache.invalidateQueries({ queryKey: keys.duplicates.all });
      void cache.invalidateQueries({ queryKey: keys.jobs.all });
    },
    [cache],
  );
  useEffect(() => {
    if (jobId === undefined) return undefined;
    const stop = new AbortController();
    before.current = undefined;
    const last = seen.current?.jobId === jobId ? seen.current.id : undefined;
    const follow = async () => {
      try {
        await watch<Progress>(progressPath(dataset), {
          signal: stop.signal,
          ...(last === undefined ? {} : { lastEventId: last }),
          onEvent: (_name, progress, id) => {
            seen.current = { jobId, id };
            hear(jobId, progress);
          },
        });
      } catch (error) {
        // The clock looks through tenants where nobody ever asked: then there is no stream of it, but a job.
        if (!isNotDetected(error)) throw error;
        await followJob(jobId, { signal: stop.signal });
        if (!stop.signal.aborted) await cache.invalidateQueries({ queryKey: keys.jobs.all });
      }
    };
    follow().catch((error: unknown) => tell(error instanceof Error ? error : new Error(String(error))));
    return () => stop.abort();
  }, [cache, dataset, hear, jobId, rounds]);
  return told && told.jobId === jobId ? told : undefined;
}
