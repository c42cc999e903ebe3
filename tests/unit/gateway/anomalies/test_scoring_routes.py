"""Asking for a scoring over HTTP, how far it is as events, and the run that is in force."""

import re
from functools import partial
from typing import Any

import orjson
import pytest

from catalog.errors import DatasetUnknown, NotScored, ScoringRunning
from catalog.jobs.model import JobKind, JobState
from catalog.jobs.view import JobEvent
from gateway.anomalies.progress import ScoringProgressOut, progress_out
from gateway.anomalies.run_schemas import RunOut, ScoringOut
from tests.token_bank.forge import USER
from tests.unit.gateway.anomalies.canned import JOB_ID, SCOPE, WHEN, CatalogOfAnomalies, a_catalog_of, a_run
from tests.unit.gateway.conftest import Asking
from tests.unit.gateway.one_job import OneJob
from tests.unit.gateway.one_job import told as told_at

BASE = "/api/qa/anomalies"
HALFWAY = {"status": "scoring", "processed": 20, "total": 40, "message": "comparing", "counts": {}}
WRITTEN = {"status": "scoring", "processed": 40, "total": 40, "message": "", "counts": {"flagged": 3}}


def test_a_scoring_is_asked_for(ask: Asking) -> None:
    catalog = a_catalog_of(score=JOB_ID)
    answer = ask(catalog, "POST", f"{BASE}/score?dataset_id=drawings")
    assert answer.status_code == 202
    told = ScoringOut.model_validate_json(answer.content)
    assert (told.job_id, told.status_url) == (JOB_ID, f"/api/jobs/{JOB_ID}")
    assert told.progress_url == f"{BASE}/score/progress?dataset_id=drawings"
    assert catalog.anomalies.last("score").positional == (SCOPE, "drawings", USER)


def test_of_the_whole_tenant_too(ask: Asking) -> None:
    catalog = a_catalog_of(score=JOB_ID)
    assert ask(catalog, "POST", f"{BASE}/score").json()["progress_url"] == f"{BASE}/score/progress"
    assert catalog.anomalies.last("score").positional == (SCOPE, "", USER)


def test_a_second_one_meanwhile_is_refused_with_the_firsts_job(ask: Asking) -> None:
    answer = ask(a_catalog_of(score=ScoringRunning(JOB_ID)), "POST", f"{BASE}/score")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/scoring-running")
    assert answer.json()["job_id"] == str(JOB_ID)


def test_of_an_unknown_dataset_it_is_refused(ask: Asking) -> None:
    answer = ask(a_catalog_of(score=DatasetUnknown("no")), "POST", f"{BASE}/score?dataset_id=maps")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/dataset-unknown")


@pytest.mark.parametrize(("facts", "job_id"), [({}, None), ({"job_id": JOB_ID}, str(JOB_ID))])
def test_the_run_says_what_is_in_force(ask: Asking, facts: dict[str, Any], job_id: str | None) -> None:
    answer = ask(a_catalog_of(run=a_run(**facts)), "GET", f"{BASE}/run?dataset_id=drawings", role="viewer")
    assert RunOut.model_validate_json(answer.content).generation == 3
    assert (answer.json()["dataset_id"], answer.json()["job_id"]) == ("drawings", job_id)


def test_the_whole_tenant_has_no_name(ask: Asking) -> None:
    assert ask(a_catalog_of(run=a_run(dataset_id="")), "GET", f"{BASE}/run").json()["dataset_id"] is None


@pytest.mark.parametrize(("path", "called"), [("run", "run"), ("score/progress", "latest_scoring")])
def test_before_the_first_scoring_there_is_nothing(ask: Asking, path: str, called: str) -> None:
    nothing = NotScored("not yet") if called == "run" else None
    answer = ask(a_catalog_of(**{called: nothing}), "GET", f"{BASE}/{path}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-scored")


told = partial(told_at, WHEN)


def watching(*events: JobEvent) -> CatalogOfAnomalies:
    """A catalog whose newest scoring has had these events."""
    ledger = OneJob(JOB_ID, JobKind.SCORE_ANOMALIES, "scoring", list(events))
    catalog = a_catalog_of(latest_scoring=ledger.job)
    catalog.jobs = ledger
    return catalog


DONE = (
    told(1, JobState.QUEUED),
    told(2, JobState.RUNNING),
    told(3, JobState.RUNNING, HALFWAY),
    told(4, JobState.SUCCEEDED, WRITTEN),
)


def test_everything_that_happened_is_told_and_then_it_ends(ask: Asking) -> None:
    catalog = watching(*DONE)
    answer = ask(catalog, "GET", f"{BASE}/score/progress?dataset_id=drawings", role="viewer")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream")
    assert catalog.anomalies.last("latest_scoring").positional == (SCOPE, "drawings")
    assert re.findall(r"^id: (\d+)$", answer.text, re.M) == ["1", "2", "3", "4"]
    assert set(re.findall(r"^event: (\w+)$", answer.text, re.M)) == {"progress"}
    data = [orjson.loads(line) for line in re.findall(r"^data: (.+)$", answer.text, re.M)]
    for one in data:
        assert list(one) == ["status", "progress", "scored", "total", "flagged", "message"]
        ScoringProgressOut.model_validate_json(orjson.dumps(one))
    assert [one["status"] for one in data] == ["scoring", "scoring", "scoring", "complete"]
    assert [one["progress"] for one in data] == [0.0, 0.0, 0.5, 1.0]
    assert (data[-1]["scored"], data[-1]["total"], data[-1]["flagged"]) == (40, 40, 3)


def test_what_was_seen_is_not_told_again(ask: Asking) -> None:
    answer = ask(watching(*DONE), "GET", f"{BASE}/score/progress", headers={"Last-Event-ID": "3"})
    assert re.findall(r"^id: (\d+)$", answer.text, re.M) == ["4"]
    answer = ask(watching(*DONE), "GET", f"{BASE}/score/progress", headers={"Last-Event-ID": "4"})
    assert answer.status_code == 204


@pytest.mark.parametrize(
    ("event", "status", "message"),
    [
        (told(1, JobState.CANCELLED, HALFWAY), "error", "the scoring was cancelled"),
        (told(1, JobState.DEAD, HALFWAY, error="the index is away"), "error", "the index is away"),
        (told(1, JobState.DEAD), "error", "its job says why"),
        (told(1, JobState.PAUSED, HALFWAY), "scoring", "paused"),
        (told(1, JobState.RETRY), "scoring", "waits for a worker"),
        (told(1, JobState.QUEUED, HALFWAY), "scoring", "comparing"),
    ],
)
def test_each_end_and_each_pause_says_what_it_is(event: JobEvent, status: str, message: str) -> None:
    said = progress_out(event)
    assert said["status"] == status
    assert message in said["message"]
    ScoringProgressOut.model_validate_json(orjson.dumps(said))


def test_an_error_does_not_grow_without_bounds() -> None:
    assert len(progress_out(told(1, JobState.DEAD, error="x" * 10_000))["message"]) == 300
