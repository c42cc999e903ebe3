/** One verdict for many images: a few at a time, what fails is listed and can be tried again. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";

import { keys } from "@/api/keys";
import { ApiError, type Words, wordsOf } from "@/api/problems";
import { useSession } from "@/api/session";
import { judged, replace } from "@/features/anomalies/patch";
import type { Anomaly, Verdict } from "@/features/anomalies/question";
import { sendVerdict } from "@/features/anomalies/useVerdicts";
import { VERDICT_NAMES } from "@/features/anomalies/words";
import { record } from "@/lib/actions";
import { announce } from "@/lib/announce";
import { counted } from "@/lib/format";

export interface Failure {
  anomaly: Anomaly;
  why: Words;
}

export interface Bulk {
  verdict: Verdict;
  note: string;
  done: number;
  total: number;
  failures: readonly Failure[];
  isOver: boolean;
}

const AT_ONCE = 4;
const MOST_TRIES = 4;

export interface BulkVerdict {
  bulk: Bulk | undefined;
  begin: (anomalies: readonly Anomaly[], verdict: Verdict, note: string) => Promise<void>;
  close: () => void;
}

export function useBulkVerdict(dataset: string | undefined): BulkVerdict {
  const cache = useQueryClient();
  const userId = useSession((session) => session.user?.userId ?? "");
  const [bulk, setBulk] = useState<Bulk>();
  const isBusy = useRef(false);
  const begin = async (anomalies: readonly Anomaly[], verdict: Verdict, note: string) => {
    if (isBusy.current || anomalies.length === 0) return;
    isBusy.current = true;
    const taken: string[] = [];
    const failures: Failure[] = [];
    const show = (isOver: boolean) =>
      setBulk({
        verdict,
        note,
        total: anomalies.length,
        done: taken.length + failures.length,
        failures: [...failures],
        isOver,
      });
    show(false);
    await inTurn(anomalies, async (anomaly) => {
      try {
        await patiently(() => sendVerdict(dataset, { anomaly, verdict, note }));
        taken.push(anomaly.image.image_id);
      } catch (error) {
        failures.push({ anomaly, why: wordsOf(error) });
      }
      show(false);
    });
    const reviewed = new Set(taken);
    for (const one of anomalies)
      if (reviewed.has(one.image.image_id)) replace(cache, dataset, judged(one, verdict, note, userId));
    if (taken.length > 0) {
      const params = { imageIds: taken.join(","), ...(dataset ? { datasetId: dataset } : {}) };
      record({
        kind: "review",
        label: `${counted(taken.length, "image")}: ${VERDICT_NAMES[verdict].toLowerCase()}`,
        params,
        userId,
      });
    }
    announce(`${counted(taken.length, "image")} reviewed, ${failures.length} not`);
    isBusy.current = false;
    show(true);
    await cache.invalidateQueries({ queryKey: keys.anomalies.all });
  };
  return { bulk, begin, close: useCallback(() => setBulk(undefined), []) };
}

/** Do it to each, so many at once. */
async function inTurn<T>(all: readonly T[], doIt: (one: T) => Promise<void>): Promise<void> {
  const rest = all.values();
  const lane = async () => {
    for (const one of rest) await doIt(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Asked to wait (429), it waits as long as it is told, a few times. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 429 || tries === MOST_TRIES) throw error;
      const waitMs = (error.retryAfterS ?? 1) * 1000;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
