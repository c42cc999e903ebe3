"""One attempt at a job: who gets it, how its lease is kept, and how each way of ending is recorded."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from catalog.errors import (
    CatalogError,
    DatabaseUnavailable,
    EmbedderUnavailable,
    ImageNotFound,
    ImageRejected,
    RejectionReason,
)
from catalog.jobs.handle import JobHandle
from catalog.jobs.model import JobKind, JobState
from catalog.jobs.runner import JobRunner
from catalog.tenancy import TenantScope, job_scope
from tests.fakes.ledger import MemoryKeeper
from tests.living import until

SCOPE = job_scope(uuid4())
LEASE = timedelta(seconds=30)
SHORT = timedelta(seconds=0.03)


def a_runner(
    keeper: MemoryKeeper, work: Callable[[], None] = lambda: None, *, lease: timedelta = LEASE
) -> tuple[JobRunner, list[tuple[TenantScope, dict[str, str]]]]:
    done: list[tuple[TenantScope, dict[str, str]]] = []

    def handle(scope: TenantScope, payload: dict[str, str], job: JobHandle) -> None:
        work()
        done.append((scope, payload))

    return JobRunner(keeper, dict.fromkeys(JobKind, handle), "me", lease), done


def waits() -> float:
    """The seconds that interactive jobs are known to have waited."""
    return REGISTRY.get_sample_value("semblance_job_wait_seconds_sum", {"queue": "interactive"}) or 0.0


def raising(error: Exception) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


class TestClaim:
    def test_does_the_job_with_its_own_scope_and_payload(self) -> None:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.MAKE_THUMBNAILS, SCOPE, image_id="one")
        runner, done = a_runner(keeper)
        assert runner.run(job_id, 0)
        assert done == [(SCOPE, {"image_id": "one"})]
        assert keeper.entries[job_id].state is JobState.SUCCEEDED

    def test_says_what_it_did_and_how_long_the_job_had_waited(self) -> None:
        keeper = MemoryKeeper(now=lambda: 42.0)
        job_id = keeper.add(JobKind.FINISH_INGEST, SCOPE)
        before = waits()
        with capture_logs() as logs:
            a_runner(keeper)[0].run(job_id, 0)
        [line] = logs
        said = (line["event"], line["kind"], line["job_id"], line["outcome"])
        assert said == ("job", "finish_ingest", str(job_id), "succeeded")
        assert waits() == before + 42.0

    def test_rung_for_twice_it_is_done_once(self) -> None:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.MAKE_THUMBNAILS, SCOPE)
        runner, done = a_runner(keeper)
        assert [runner.run(job_id, 0), runner.run(job_id, 0)] == [True, False]
        assert len(done) == 1

    @pytest.mark.parametrize("attempt", [1, 7, -1])
    def test_another_attempt_than_the_ledgers_is_left_alone(self, attempt: int) -> None:
        keeper = MemoryKeeper()
        runner, done = a_runner(keeper)
        assert not runner.run(keeper.add(JobKind.MAKE_THUMBNAILS, SCOPE), attempt)
        assert done == []

    def test_job_that_no_row_names_is_left_alone(self) -> None:
        assert not a_runner(MemoryKeeper())[0].run(uuid4(), 0)


class TestEnd:
    @pytest.mark.parametrize(
        ("error", "state"),
        [
            (EmbedderUnavailable("full"), JobState.RETRY),
            (DatabaseUnavailable("away"), JobState.RETRY),
            (RuntimeError("a bug"), JobState.RETRY),
            (ImageNotFound("gone"), JobState.DEAD),
            (ImageRejected(RejectionReason.CORRUPT, "no picture"), JobState.DEAD),
            (CatalogError("refused"), JobState.DEAD),
        ],
        ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
    )
    def test_each_class_of_failure_is_recorded_with_its_words(self, error: Exception, state: JobState) -> None:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.FINISH_INGEST, SCOPE)
        with capture_logs():
            a_runner(keeper, raising(error))[0].run(job_id, 0)
        entry = keeper.entries[job_id]
        assert (entry.state, entry.error) == (state, f"{type(error).__name__}: {error}")

    def test_pause_is_never_shorter_than_the_busy_part_asked_for(self) -> None:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.FINISH_INGEST, SCOPE)
        a_runner(keeper, raising(EmbedderUnavailable("full", retry_after_s=17)))[0].run(job_id, 0)
        assert keeper.entries[job_id].run_after >= 17

    def test_pauses_grow_are_bounded_and_differ(self) -> None:
        ceilings = [2.0 * 2**attempt for attempt in range(11)]
        for attempt, ceiling in enumerate(ceilings):
            pauses = [self._pause_after(attempt) for _ in range(20)]
            assert all(0 <= pause <= min(ceiling, 300) for pause in pauses)
            assert len(set(pauses)) > 1

    def _pause_after(self, attempt: int) -> float:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.FINISH_INGEST, SCOPE)
        for before in range(attempt):
            job = keeper.claim(job_id, before, owner="me", lease=LEASE)
            assert job is not None
            keeper.retry(job, error="", delay=timedelta(0))
        a_runner(keeper, raising(EmbedderUnavailable("full", retry_after_s=0)))[0].run(job_id, attempt)
        assert keeper.entries[job_id].state is JobState.RETRY
        return keeper.entries[job_id].run_after

    def test_last_attempt_buries(self) -> None:
        keeper = MemoryKeeper(now=lambda: 1e9)
        job_id = keeper.add(JobKind.SWEEP_ORPHANS, SCOPE)
        runner, _ = a_runner(keeper, raising(EmbedderUnavailable("full")))
        states = []
        for attempt in range(3):
            keeper.entries[job_id] = replace(keeper.entries[job_id], run_after=0.0)
            runner.run(job_id, attempt)
            states.append(keeper.entries[job_id].state)
        assert states == [JobState.RETRY, JobState.RETRY, JobState.DEAD]


class TestLease:
    def test_is_renewed_for_as_long_as_the_job_takes(self) -> None:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.MAKE_THUMBNAILS, SCOPE)
        runner, done = a_runner(keeper, lambda: until(lambda: keeper.renewals >= 3), lease=SHORT)
        runner.run(job_id, 0)
        assert len(done) == 1
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("lease-")]

    def test_database_away_for_a_while_does_not_lose_it(self) -> None:
        keeper = MemoryKeeper()
        keeper.happenings.failing["renew"] = DatabaseUnavailable("away")
        job_id = keeper.add(JobKind.MAKE_THUMBNAILS, SCOPE)

        def work() -> None:
            until(lambda: keeper.renewals >= 2)
            del keeper.happenings.failing["renew"]
            until(lambda: "renew" in keeper.happenings.effects)

        with capture_logs() as logs:
            a_runner(keeper, work, lease=SHORT)[0].run(job_id, 0)
        assert keeper.entries[job_id].state is JobState.SUCCEEDED
        assert {log["event"] for log in logs} == {"lease not renewed", "job"}

    def test_job_that_was_taken_over_cannot_record_its_end(self) -> None:
        clock = [0.0]
        keeper = MemoryKeeper(now=lambda: clock[0])
        job_id = keeper.add(JobKind.MAKE_THUMBNAILS, SCOPE)

        def stand_still() -> None:
            clock[0] += 100
            assert keeper.release_expired(limit=10) == 1
            assert keeper.claim(job_id, 1, owner="another", lease=LEASE) is not None

        a_runner(keeper, stand_still)[0].run(job_id, 0)
        entry = keeper.entries[job_id]
        assert (entry.state, entry.attempt, entry.fence) == (JobState.RUNNING, 2, 2)


class TestHandingBack:
    def test_puts_the_job_in_hand_back_in_line_and_its_end_is_not_recorded(self) -> None:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.MAKE_THUMBNAILS, SCOPE)
        runner, _ = a_runner(keeper, lambda: handed_back.append(runner.hand_back()))
        handed_back: list[int] = []
        runner.run(job_id, 0)
        entry = keeper.entries[job_id]
        assert (handed_back, entry.state, entry.attempt) == ([1], JobState.RETRY, 0)

    def test_is_nothing_when_nothing_is_in_hand(self) -> None:
        keeper = MemoryKeeper()
        runner, _ = a_runner(keeper)
        runner.run(keeper.add(JobKind.MAKE_THUMBNAILS, SCOPE), 0)
        assert runner.hand_back() == 0
