/** Saying what an image is: shown at once, sent one after another, put back where the API refuses. */
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";
import { useSession } from "@/api/session";
import { progressOf } from "@/features/anomalies/answers";
import { judged, replace } from "@/features/anomalies/patch";
import { type Anomaly, inDataset, type Verdict } from "@/features/anomalies/question";
import { nameOf, VERDICT_NAMES } from "@/features/anomalies/words";
import { record, notify } from "@/lib/actions";
import { counted } from "@/lib/format";

export interface Judging {
  anomaly: Anomaly;
  verdict: Verdict;
  note: string;
}

/** Send one verdict; answers the anomaly as it is now. */
export function sendVerdict(dataset: string | undefined, { anomaly, verdict, note }: Judging): Promise<Anomaly> {
  return answerOf(
    api.POST("/api/qa/anomalies/{image_id}/review", {
      params: { path: { image_id: anomaly.image.image_id }, query: inDataset(dataset) },
      body: { verdict, note: note || null },
    }),
  );
}

interface Told {
  /** The image comes back with its note: the verdict was not taken. */
  onRefused: (judging: Judging) => void;
}

/** Judge an image of this dataset. */
export function useVerdicts(dataset: string | undefined, { onRefused }: Told): (judging: Judging) => void {
  const cache = useQueryClient();
  const userId = useSession((session) => session.user?.userId ?? "");
  const { mutate } = useMutation({
    scope: { id: "reviews" },
    onMutate: async ({ anomaly, verdict, note }: Judging) => {
      await cache.cancelQueries({ queryKey: keys.anomalies.queues });
      replace(cache, dataset, judged(anomaly, verdict, note, userId));
    },
    mutationFn: async (judging: Judging) => {
      const answer = await sendVerdict(dataset, judging);
      return { quieted: await afterwards(cache, dataset, judging, answer) };
    },
    onSuccess: ({ quieted }, { anomaly, verdict }) => {
      const also = quieted > 0 ? `; ${counted(quieted, "look-alike")} left the queue` : "";
      const params = { imageId: anomaly.image.image_id, ...(dataset ? { datasetId: dataset } : {}) };
      record({
        kind: "review",
        label: `${nameOf(anomaly)}: ${VERDICT_NAMES[verdict].toLowerCase()}${also}`,
        params,
        userId,
      });
    },
    onError: (error, judging) => {
      replace(cache, dataset, judging.anomaly);
      const { title, detail } = wordsOf(error);
      notify({ title: `${nameOf(judging.anomaly)} was not reviewed: ${title}`, detail, tone: "bad" });
      onRefused(judging);
    },
  });
  return mutate;
}

/** Keep what the API answered, ask for what else a verdict changes, and count the look-alikes that are quiet now. */
async function afterwards(cache: QueryClient, dataset: string | undefined, judging: Judging, answer: Anomaly) {
  const { anomaly } = judging;
  replace(cache, dataset, answered(judging, answer));
  const progress = progressOf(dataset, anomaly.method);
  const before = cache.getQueryData(progress.queryKey)?.flagged;
  const isSetChanged = answer.in_reference_set !== anomaly.in_reference_set;
  void cache.invalidateQueries({ queryKey: keys.anomalies.reviews(dataset, anomaly.image.image_id) });
  if (isSetChanged) void cache.invalidateQueries({ queryKey: keys.anomalies.queues });
  const after = await cache.fetchQuery({ ...progress, staleTime: 0 }).catch(() => undefined);
  if (!answer.in_reference_set || before === undefined || !after) return 0;
  return Math.max(0, before - after.flagged - (anomaly.flagged ? 1 : 0));
}

/** The answer speaks of the default method; of another one it tells the reviews and the reference set. */
function answered({ anomaly, verdict }: Judging, answer: Anomaly): Anomaly {
  if (answer.method === anomaly.method) return answer;
  const { reviews, in_reference_set } = answer;
  return { ...anomaly, reviews, in_reference_set, flagged: anomaly.flagged && verdict !== "normal" };
}
