"""What people may ask of a job in each state; tests/contract/stores/job_life.py holds the ledger to the same."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from catalog.errors import JobNotControllable, JobStateConflict
from catalog.jobs.model import DECLARATIONS, JobKind, JobState, QueueName
from catalog.jobs.orders import Change, Order, obey
from catalog.jobs.view import Attempt, JobEvent, attempts_in
from tests.fakes.jobs import MOMENT, a_job

REFUSED = {
    JobState.QUEUED: {Order.RETRY},
    JobState.RUNNING: {Order.RETRY},
    JobState.RETRY: {Order.RETRY},
    JobState.PAUSED: {Order.RETRY},
    JobState.SUCCEEDED: set(Order),
    JobState.DEAD: {Order.PAUSE, Order.RESUME, Order.CANCEL},
    JobState.CANCELLED: {Order.PAUSE, Order.RESUME},
}


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("state", JobState)
def test_what_a_state_does_not_take_is_refused_by_its_name(state: JobState, order: Order) -> None:
    job = a_job(state=state)
    if order not in REFUSED[state]:
        obey(job, order)
        return
    with pytest.raises(JobStateConflict, match=f"{state.value} takes no {order.value}") as refused:
        obey(job, order)
    assert refused.value.state == state.value


@pytest.mark.parametrize("state", JobState)
@pytest.mark.parametrize("kind", [kind for kind in JobKind if not DECLARATIONS[kind].controllable])
def test_what_finishes_something_accepted_is_not_stopped(kind: JobKind, state: JobState) -> None:
    for order in (Order.PAUSE, Order.RESUME, Order.CANCEL):
        with pytest.raises(JobNotControllable, match=kind.value):
            obey(a_job(kind, state), order)


@pytest.mark.parametrize("kind", JobKind)
def test_what_is_dead_can_always_be_tried_again(kind: JobKind) -> None:
    change = obey(a_job(kind, JobState.DEAD, crashes=3), Order.RETRY)
    assert change == Change(JobState.QUEUED, starts_anew=True, forgets_crashes=True)


def test_a_running_job_is_stopped_at_its_next_chunk_or_taken_away_at_once() -> None:
    running = a_job(state=JobState.RUNNING)
    assert obey(running, Order.PAUSE) == Change(JobState.RUNNING, pause_requested=True)
    both = obey(replace(running, pause_requested=True), Order.CANCEL)
    assert both == Change(JobState.RUNNING, pause_requested=True, cancel_requested=True)
    quick = replace(DECLARATIONS[running.kind], queue=QueueName.INTERACTIVE)
    with patch.dict(DECLARATIONS, {running.kind: quick}):
        assert obey(running, Order.CANCEL) == Change(JobState.CANCELLED, is_taken_away=True)


def test_resuming_withdraws_a_pause_that_was_not_heard_yet() -> None:
    asked = a_job(state=JobState.RUNNING, pause_requested=True, cancel_requested=True)
    assert obey(asked, Order.RESUME) == Change(JobState.RUNNING, cancel_requested=True)


def test_attempts_are_read_from_the_events_even_when_the_first_are_forgotten() -> None:
    told: list[tuple[str, dict[str, Any]]] = [
        ("retry", {"error": "of an attempt that is forgotten"}),
        ("running", {"attempt": 2, "owner": "a"}),
        ("progress", {}),
        ("paused", {}),
        ("resumed", {}),
        ("running", {"attempt": 1, "owner": "b"}),
    ]
    moments = [MOMENT + timedelta(seconds=second) for second in range(len(told))]
    events = [JobEvent(7 + n, name, data, at) for n, ((name, data), at) in enumerate(zip(told, moments, strict=True))]
    assert attempts_in(events) == [
        Attempt(2, "a", moments[1], moments[3], "paused"),
        Attempt(1, "b", moments[5]),
    ]
