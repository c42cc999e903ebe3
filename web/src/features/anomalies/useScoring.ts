/** Scoring a dataset: asked for, watched live, paused, cancelled; a scoring that somebody else began is joined. */
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { ApiError, wordsOf } from "@/api/problems";
import { watch } from "@/api/stream";
import { inDataset } from "@/features/anomalies/question";
import { isNotScored } from "@/features/anomalies/useQueue";
import { notify } from "@/lib/actions";

/** An event of the scoring. */
export interface Told {
  status: "scoring" | "complete" | "error";
  progress: number;
  scored: number;
  total: number;
  flagged: number;
  message: string;
}

export interface Scoring {
  /** The newest event; undefined where nothing is known of a scoring. */
  told: Told | undefined;
  isRunning: boolean;
  isPaused: boolean;
  begin: () => Promise<void>;
  order: (what: "pause" | "resume" | "cancel") => Promise<void>;
}

interface Known {
  /** The scoring that is under way, as the run says. */
  jobId: string | null | undefined;
  isNeverScored: boolean;
}

const WAITING: Told = { status: "scoring", progress: 0, scored: 0, total: 0, flagged: 0, message: "" };

export function useScoring(dataset: string | undefined, { jobId: known, isNeverScored }: Known): Scoring {
  const cache = useQueryClient();
  const [asked, setAsked] = useState<string>();
  const jobId = asked ?? known ?? undefined;
  const told = useTold(dataset, jobId, isNeverScored);
  const isRunning = told?.status === "scoring";
  const job = useQuery({ ...jobOf(jobId ?? ""), enabled: isRunning && jobId !== undefined });
  const order = async (what: "pause" | "resume" | "cancel") => {
    // During a dataset's first scoring no run names its job; asking for another one tells which it is.
    const id = jobId ?? (await ask(dataset));
    if (!id) return;
    setAsked(id);
    await command(cache, id, what);
  };
  return {
    told,
    isRunning,
    isPaused: isRunning && (job.data?.state === "paused" || job.data?.pause_requested === true),
    begin: async () => setAsked(await ask(dataset)),
    order,
  };
}

/** What the stream tells, for as long as there is something to be told. */
function useTold(dataset: string | undefined, jobId: string | undefined, isNeverScored: boolean): Told | undefined {
  const cache = useQueryClient();
  const [heard, setHeard] = useState<{ of: string | undefined; told: Told }>();
  const isWatching = jobId !== undefined || isNeverScored;
  useEffect(() => {
    if (!isWatching) return undefined;
    const stop = new AbortController();
    watch<Told>(pathOf(dataset), {
      signal: stop.signal,
      onEvent: (_name, told) => setHeard({ of: jobId, told }),
      isLast: (_name, told) => told.status !== "scoring",
    })
      .then(() => (stop.signal.aborted ? undefined : forget(cache)))
      .catch((error: unknown) => {
        // Nobody ever asked for one here: there is nothing to wait for.
        if (isNotScored(error)) setHeard({ of: jobId, told: { ...WAITING, status: "complete" } });
        else tell("The scoring cannot be watched", error);
      });
    return () => stop.abort();
  }, [cache, dataset, isWatching, jobId]);
  if (!isWatching) return undefined;
  if (heard?.of === jobId) return heard?.told;
  return jobId === undefined ? undefined : WAITING;
}

function pathOf(dataset: string | undefined): string {
  const query = new URLSearchParams(inDataset(dataset)).toString();
  return `/api/qa/anomalies/score/progress${query && `?${query}`}`;
}

async function forget(cache: QueryClient): Promise<void> {
  await Promise.all([
    cache.invalidateQueries({ queryKey: keys.anomalies.all }),
    cache.invalidateQueries({ queryKey: keys.quality(undefined).slice(0, 1) }),
  ]);
}

/** The job's id: of a new scoring, or of the one that runs. */
async function ask(dataset: string | undefined): Promise<string | undefined> {
  try {
    const answer = await answerOf(api.POST("/api/qa/anomalies/score", { params: { query: inDataset(dataset) } }));
    return answer.job_id;
  } catch (error) {
    if (error instanceof ApiError && error.type === "scoring-running") return String(error.extra["job_id"]);
    tell("Not scored", error);
    return undefined;
  }
}

function jobOf(jobId: string) {
  return {
    queryKey: keys.jobs.one(jobId),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      answerOf(api.GET("/api/jobs/{job_id}", { params: { path: { job_id: jobId } }, signal })),
  };
}

async function command(cache: QueryClient, jobId: string, what: "pause" | "resume" | "cancel"): Promise<void> {
  const params = { path: { job_id: jobId } };
  try {
    const job = await answerOf(api.POST(`/api/jobs/{job_id}/${what}`, { params }));
    cache.setQueryData(keys.jobs.one(jobId), job);
  } catch (error) {
    tell(`The scoring did not ${what}`, error);
  }
}

function tell(what: string, error: unknown): void {
  const { title, detail } = wordsOf(error);
  notify({ title: `${what}: ${title}`, detail, tone: "bad" });
}
