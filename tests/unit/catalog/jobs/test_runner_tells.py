"""How an attempt that was stopped ends, and what a failure leaves behind for people to read."""

from dataclasses import replace
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from catalog.embeddings.model import VectorSpace
from catalog.embeddings.spaces import check_same_model
from catalog.jobs.handle import JobStopped, LeaseLost
from catalog.jobs.model import JobKind, JobState
from catalog.telemetry import REDACTED, Redactor
from catalog.tenancy import job_scope
from tests.fakes.ledger import MemoryKeeper
from tests.unit.catalog.jobs.test_runner import a_runner, raising

SCOPE = job_scope(uuid4())
SPACE = VectorSpace("images_x_1", "x", "v1", 8)


class TestStop:
    @pytest.mark.parametrize(
        ("stop", "outcome"),
        [
            (JobStopped(JobState.PAUSED), "paused"),
            (JobStopped(JobState.CANCELLED), "cancelled"),
            (JobStopped(JobState.QUEUED), "carried_on"),
            (LeaseLost(), "lease_lost"),
        ],
        ids=str,
    )
    def test_is_no_failure_and_leaves_the_ledger_as_it_is(self, stop: Exception, outcome: str) -> None:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.SWEEP_ORPHANS, SCOPE)
        with capture_logs() as logs:
            a_runner(keeper, raising(stop))[0].run(job_id, 0)
        assert [(log["event"], log["outcome"]) for log in logs] == [("job", outcome)]
        assert (keeper.entries[job_id].state, keeper.entries[job_id].error) == (JobState.RUNNING, None)


class TestWhy:
    def test_has_the_last_lines_of_the_trace_and_no_place_of_the_machine(self) -> None:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.SWEEP_ORPHANS, SCOPE)

        def deep(steps: int = 30) -> None:
            if not steps:
                raise RuntimeError("the bottom")
            deep(steps - 1)

        with capture_logs():
            a_runner(keeper, deep)[0].run(job_id, 0)
        trace = keeper.entries[job_id].trace
        assert trace is not None
        assert trace.splitlines()[-1] == "RuntimeError: the bottom"
        assert len(trace.splitlines()) <= 15
        assert 'raise RuntimeError("the bottom")' in trace

    def test_paths_begin_with_the_package(self) -> None:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.SWEEP_ORPHANS, SCOPE)
        with capture_logs():
            a_runner(keeper, lambda: check_same_model(SPACE, "another"))[0].run(job_id, 0)
        trace = keeper.entries[job_id].trace
        assert trace is not None
        assert 'File "catalog/embeddings/spaces.py"' in trace

    def test_tells_no_secret_and_is_bounded(self) -> None:
        keeper = MemoryKeeper()
        job_id = keeper.add(JobKind.SWEEP_ORPHANS, SCOPE)
        runner, _ = a_runner(keeper, raising(RuntimeError("hunter22 " * 2000)))
        runner = replace(runner, without_secrets=Redactor(["hunter22"]).text)
        with capture_logs():
            runner.run(job_id, 0)
        entry = keeper.entries[job_id]
        assert entry.error is not None
        assert entry.trace is not None
        assert "hunter22" not in entry.error + entry.trace
        assert REDACTED in entry.error
        assert (len(entry.error), len(entry.trace)) == (2000, 4000)
