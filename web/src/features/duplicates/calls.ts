/** The calls of this feature. Each path is there twice: for the whole tenant, and for one dataset. */
import { answerOf, api } from "@/api/client";
import type { GroupDetail, Resolution, Scope } from "@/features/duplicates/model";
import { type Decision, resolutionOf } from "@/features/duplicates/review";

const pathOf = (dataset: string) => ({ dataset_id: dataset });

/** The figures of the groups as they are kept: 404 `not-detected` before the first detection has ended. */
export function getRun(dataset: Scope, signal: AbortSignal) {
  const query = { limit: 1 };
  return dataset === undefined
    ? answerOf(api.GET("/api/near-duplicates", { params: { query }, signal }))
    : answerOf(
        api.GET("/api/datasets/{dataset_id}/near-duplicates", { params: { path: pathOf(dataset), query }, signal }),
      );
}

export function getHistogram(dataset: Scope, signal: AbortSignal) {
  return dataset === undefined
    ? answerOf(api.GET("/api/near-duplicates/histogram", { signal }))
    : answerOf(
        api.GET("/api/datasets/{dataset_id}/near-duplicates/histogram", {
          params: { path: pathOf(dataset) },
          signal,
        }),
      );
}

export function getPreview(dataset: Scope, perMille: number, signal: AbortSignal) {
  const query = { threshold: perMille / 1000 };
  return dataset === undefined
    ? answerOf(api.GET("/api/near-duplicates/preview", { params: { query }, signal }))
    : answerOf(
        api.GET("/api/datasets/{dataset_id}/near-duplicates/preview", {
          params: { path: pathOf(dataset), query },
          signal,
        }),
      );
}

/** Group the known pairs anew and keep that. */
export function putThreshold(dataset: Scope, perMille: number) {
  const body = { threshold: perMille / 1000 };
  return dataset === undefined
    ? answerOf(api.PUT("/api/near-duplicates/threshold", { body }))
    : answerOf(
        api.PUT("/api/datasets/{dataset_id}/near-duplicates/threshold", { params: { path: pathOf(dataset) }, body }),
      );
}

/** Begin a detection; 409 `sweep-running` names the one that runs. */
export function postDetect(dataset: Scope, perMille: number | undefined) {
  const query = perMille === undefined ? {} : { threshold: perMille / 1000 };
  return dataset === undefined
    ? answerOf(api.POST("/api/near-duplicates/detect", { params: { query } }))
    : answerOf(
        api.POST("/api/datasets/{dataset_id}/near-duplicates/detect", { params: { path: pathOf(dataset), query } }),
      );
}

export function progressPath(dataset: Scope): string {
  const scope = dataset === undefined ? "" : `/datasets/${encodeURIComponent(dataset)}`;
  return `/api${scope}/near-duplicates/progress`;
}

export type Order = "pause" | "resume" | "cancel" | "retry";

export function orderJob(jobId: string, order: Order) {
  const params = { path: { job_id: jobId } };
  if (order === "pause") return answerOf(api.POST("/api/jobs/{job_id}/pause", { params }));
  if (order === "resume") return answerOf(api.POST("/api/jobs/{job_id}/resume", { params }));
  if (order === "cancel") return answerOf(api.POST("/api/jobs/{job_id}/cancel", { params }));
  return answerOf(api.POST("/api/jobs/{job_id}/retry", { params }));
}

export function postResolution(body: Resolution) {
  return answerOf(api.POST("/api/duplicates/resolutions", { body }));
}

/** Say at the API what was decided on one group. Gives the batch that can take it back. */
export async function postDecision(group: GroupDetail, decision: Decision, dataset: Scope): Promise<string> {
  if (decision.kind === "resolve") {
    const batch = await postResolution(resolutionOf(group, decision.keeperId, decision.mergeTags, dataset));
    return batch.batch_id;
  }
  const params = {
    path: { group_id: group.group_id },
    query: dataset === undefined ? {} : { dataset_id: dataset },
  };
  const row_version = group.row_version;
  const batch =
    decision.kind === "split"
      ? await answerOf(api.POST("/api/duplicates/groups/{group_id}/split", { params, body: { row_version } }))
      : await answerOf(
          api.POST("/api/duplicates/groups/{group_id}/verdict", {
            params,
            body: { verdict: decision.verdict, row_version },
          }),
        );
  return batch.batch_id;
}
