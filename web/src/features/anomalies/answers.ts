/** The answers this view stands on: the queue in pages, one image, its reviews, progress, quality. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { inDataset, type Method, methodOf, paramsOf, type Question } from "@/features/anomalies/question";

const PAGE = 50;

export function queueOf(question: Question) {
  const params = paramsOf(question);
  return infiniteQueryOptions({
    queryKey: keys.anomalies.queue(params),
    queryFn: ({ pageParam, signal }) => {
      const query = { ...params, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      return answerOf(api.GET("/api/qa/anomalies", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}

export function anomalyOf(question: Question, imageId: string) {
  const [dataset, method] = [question.dataset, methodOf(question)];
  return queryOptions({
    queryKey: keys.anomalies.one(dataset, imageId, method),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/qa/anomalies/{image_id}", {
          params: { path: { image_id: imageId }, query: { method, ...inDataset(dataset) } },
          signal,
        }),
      ),
  });
}

export function reviewsOf(dataset: string | undefined, imageId: string) {
  return queryOptions({
    queryKey: keys.anomalies.reviews(dataset, imageId),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/qa/anomalies/{image_id}/reviews", {
          params: { path: { image_id: imageId }, query: inDataset(dataset) },
          signal,
        }),
      ),
  });
}

export function progressOf(dataset: string | undefined, method: Method) {
  return queryOptions({
    queryKey: keys.anomalies.progress(dataset, method),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/qa/anomalies/review-progress", { params: { query: { method, ...inDataset(dataset) } }, signal }),
      ),
  });
}
