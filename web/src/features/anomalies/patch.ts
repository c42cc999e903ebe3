/** Changes one anomaly wherever its answer is kept, so that a verdict is seen at once. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";

import { keys } from "@/api/keys";
import type { components } from "@/api/schema";
import type { Anomaly, ListParams, Review, Verdict } from "@/features/anomalies/question";

type Pages = InfiniteData<components["schemas"]["AnomaliesOut"], string>;

/** The anomaly as it will be once this person has said this. */
export function judged(anomaly: Anomaly, verdict: Verdict, note: string, reviewer: string): Anomaly {
  const before = anomaly.reviews.find((one) => one.reviewer === reviewer);
  const mine: Review = {
    reviewer,
    verdict,
    note: note || null,
    reviewed_at: new Date().toISOString(),
    turn: (before?.turn ?? 0) + 1,
  };
  const isNormal = verdict === "normal";
  return {
    ...anomaly,
    reviews: [mine, ...anomaly.reviews.filter((one) => one !== before)],
    flagged: anomaly.flagged && !isNormal,
    in_reference_set: isNormal || (anomaly.in_reference_set && verdict !== "defect"),
  };
}

/** Put this anomaly in the place of what is kept under its id, for the same dataset and method. */
export function replace(cache: QueryClient, dataset: string | undefined, anomaly: Anomaly): void {
  const id = anomaly.image.image_id;
  const put = (one: Anomaly) => (one.image.image_id === id && one.method === anomaly.method ? anomaly : one);
  cache.setQueryData(keys.anomalies.one(dataset, id, anomaly.method), anomaly);
  cache.setQueriesData<Pages>(
    {
      queryKey: keys.anomalies.queues,
      predicate: ({ queryKey }) => (queryKey[2] as ListParams).dataset_id === dataset,
    },
    (pages) =>
      pages && { ...pages, pages: pages.pages.map((page) => ({ ...page, anomalies: page.anomalies.map(put) })) },
  );
}
