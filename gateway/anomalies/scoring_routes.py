"""Score, and what was scored: the job, how far it is as an event stream, the run that is in force, and its review."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Response

from catalog.anomalies.scoring import Method
from catalog.errors import NotScored
from catalog.jobs.view import JobEvent
from gateway.anomalies.fields import DatasetQuery, MethodQuery, where
from gateway.anomalies.progress import ScoringProgressOut, progress_out
from gateway.anomalies.review_schemas import BudgetIn, BudgetOut, ReviewProgressOut, review_progress_out
from gateway.anomalies.run_schemas import RunOut, ScoringOut, run_out
from gateway.deps import AnomaliesDep, CallerDep, EditorDep
from gateway.jobs.watching import RESPONSES, JobWatchDep
from gateway.responses import FastJson
from gateway.routing import guarded_router

_BASE: Final = "/api/qa/anomalies"
guarded = guarded_router(_BASE, "anomalies")

_ACCEPTED: Final = 202
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    **RESPONSES,
    200: {
        "description": "Events named `progress`, until the scoring is complete or has failed.",
        "content": {"text/event-stream": {"schema": ScoringProgressOut.model_json_schema()}},
    },
}


@guarded.post("/score", response_model=ScoringOut, status_code=_ACCEPTED)
def score_anomalies(caller: EditorDep, anomalies: AnomaliesDep, dataset_id: DatasetQuery = None) -> Response:
    """Score all images of the dataset anew. 409 `scoring-running` while that is being done already."""
    job_id = anomalies.score(caller.scope, where(dataset_id), caller.user_id)
    query = f"?{urlencode({'dataset_id': dataset_id})}" if dataset_id else ""
    answer = {
        "job_id": job_id,
        "status_url": f"/api/jobs/{job_id}",
        "progress_url": f"{_BASE}/score/progress{query}",
    }
    return FastJson(answer, _ACCEPTED)


@guarded.get("/score/progress", response_class=Response, responses=_RESPONSES)
def watch_anomalies(
    caller: CallerDep, anomalies: AnomaliesDep, watch: JobWatchDep, dataset_id: DatasetQuery = None
) -> Response:
    """How far the newest scoring is, and has been, until it is over. 404 `not-scored` before the first."""
    job = anomalies.latest_scoring(caller.scope, where(dataset_id))
    if job is None:
        raise NotScored("ask for a scoring first")
    return watch.stream(caller.scope, job, _spell)


@guarded.get("/run", response_model=RunOut)
def get_anomaly_run(caller: CallerDep, anomalies: AnomaliesDep, dataset_id: DatasetQuery = None) -> Response:
    """The scores that are in force: of when, of how many images, with which fences."""
    return FastJson(run_out(anomalies.run(caller.scope, where(dataset_id))))


@guarded.get("/review-progress", response_model=ReviewProgressOut)
def get_anomaly_review_progress(
    caller: CallerDep, anomalies: AnomaliesDep, dataset_id: DatasetQuery = None, method: MethodQuery = Method.KNN
) -> Response:
    """How many of the flagged images people have judged, as what, and how well they agree."""
    return FastJson(review_progress_out(anomalies.progress(caller.scope, where(dataset_id), method)))


@guarded.put("/budget", response_model=BudgetOut)
def set_anomaly_review_budget(
    wanted: BudgetIn, caller: EditorDep, anomalies: AnomaliesDep, dataset_id: DatasetQuery = None
) -> Response:
    """How many images a night's queue holds from now on."""
    anomalies.set_budget(caller.scope, where(dataset_id), wanted.budget)
    return FastJson({"budget": wanted.budget})


def _spell(event: JobEvent) -> tuple[str, Mapping[str, object]]:
    return "progress", progress_out(event)
