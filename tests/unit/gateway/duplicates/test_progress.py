"""How far a detection is, as events: the shape, the numbers, the end."""

import re
from functools import partial

import orjson
import pytest

from catalog.jobs.model import JobKind, JobState
from catalog.jobs.view import JobEvent
from gateway.duplicates.progress import DetectionProgressOut, progress_out
from tests.unit.gateway.conftest import Asking
from tests.unit.gateway.duplicates.canned import JOB_ID, WHEN, CatalogOfDuplicates, a_catalog_of
from tests.unit.gateway.one_job import OneJob
from tests.unit.gateway.one_job import told as told_at

SCANNED = {"status": "scanning", "processed": 25, "total": 100, "message": "comparing", "counts": {"groups_found": 0}}
GROUPED = {"status": "grouping", "processed": 100, "total": 100, "message": "grouping", "counts": {"groups_found": 3}}


told = partial(told_at, WHEN)


def watching(*events: JobEvent) -> CatalogOfDuplicates:
    """A catalog whose newest sweep has had these events."""
    ledger = OneJob(JOB_ID, JobKind.SWEEP_ORPHANS, "scanning", list(events))
    catalog = a_catalog_of(latest_sweep=ledger.job)
    catalog.jobs = ledger
    return catalog


DONE = (
    told(1, JobState.QUEUED),
    told(2, JobState.RUNNING),
    told(3, JobState.RUNNING, SCANNED),
    told(4, JobState.RUNNING, GROUPED),
    told(5, JobState.SUCCEEDED, GROUPED),
)


@pytest.mark.parametrize("base", ["/api/datasets/drawings/near-duplicates", "/api/near-duplicates"])
def test_everything_that_happened_is_told_and_then_it_ends(ask: Asking, base: str) -> None:
    answer = ask(watching(*DONE), "GET", f"{base}/progress", role="viewer")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream")
    assert re.findall(r"^id: (\d+)$", answer.text, re.M) == ["1", "2", "3", "4", "5"]
    assert set(re.findall(r"^event: (\w+)$", answer.text, re.M)) == {"progress"}
    data = [orjson.loads(line) for line in re.findall(r"^data: (.+)$", answer.text, re.M)]
    for one in data:
        assert list(one) == ["status", "progress", "scanned", "total", "groups_found", "message"]
        DetectionProgressOut.model_validate_json(orjson.dumps(one))
    assert [one["status"] for one in data] == ["scanning", "scanning", "scanning", "grouping", "complete"]
    assert [one["progress"] for one in data] == [0.0, 0.0, 0.25, 1.0, 1.0]
    assert (data[-1]["scanned"], data[-1]["total"], data[-1]["groups_found"]) == (100, 100, 3)


def test_what_was_seen_is_not_told_again(ask: Asking) -> None:
    seen = {"Last-Event-ID": "3"}
    answer = ask(watching(*DONE), "GET", "/api/near-duplicates/progress", headers=seen)
    assert re.findall(r"^id: (\d+)$", answer.text, re.M) == ["4", "5"]
    answer = ask(watching(*DONE), "GET", "/api/near-duplicates/progress", headers={"Last-Event-ID": "5"})
    assert answer.status_code == 204


def test_before_the_first_detection_there_is_none(ask: Asking) -> None:
    answer = ask(a_catalog_of(latest_sweep=None), "GET", "/api/near-duplicates/progress")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-detected")


@pytest.mark.parametrize(
    ("event", "status", "message"),
    [
        (told(1, JobState.CANCELLED, SCANNED), "error", "the detection was cancelled"),
        (told(1, JobState.DEAD, SCANNED, error="the index is away"), "error", "the index is away"),
        (told(1, JobState.DEAD), "error", "its job says why"),
        (told(1, JobState.PAUSED, GROUPED), "grouping", "paused"),
        (told(1, JobState.RETRY), "scanning", "waits for a worker"),
        (told(1, JobState.QUEUED, SCANNED), "scanning", "comparing"),
    ],
)
def test_each_end_and_each_pause_says_what_it_is(event: JobEvent, status: str, message: str) -> None:
    said = progress_out(event)
    assert said["status"] == status
    assert message in said["message"]
    DetectionProgressOut.model_validate_json(orjson.dumps(said))


def test_an_error_does_not_grow_without_bounds() -> None:
    assert len(progress_out(told(1, JobState.DEAD, error="x" * 10_000))["message"]) == 300
