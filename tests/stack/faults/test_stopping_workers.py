"""A worker, asked to stop in the middle of a job that goes on: the job goes to another one, at once and uncounted."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis

from catalog.adapters.rq_bell import RqBell
from catalog.jobs.model import JobKind, QueueName, Summons
from tests.stack.faults.client import Client, Picture
from tests.stack.faults.own_service import ready_service
from tests.stack.faults.rest import Rest, until
from tests.stack.faults.test_workers import row_held
from tests.stack.plugin import RunningStack
from workers.stopping import Stopping
from workers.worker import open_worker

_JOB = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state)
    VALUES (%s, %s, 'make_thumbnails', %s, %s, 'queued')
"""
# Nobody waits for this lease: it outlasts the test. The job waits longer for the row than it may after the signal.
_SLOW = {"LEASE_S": "600", "DATABASE_TIMEOUT_S": "60", "WORKER_STOP_S": "1"}


@contextmanager
def standing_still(faulty: RunningStack, name: str) -> Iterator[None]:
    """A service of the stack does nothing meanwhile."""
    pid = faulty.pid(name)
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_a_job_that_cannot_end_in_time_is_handed_back_and_done_by_another(
    faulty: RunningStack, client: Client, rest: Rest, tmp_path: Path
) -> None:
    image_id = rest.promise(client.tenant_id(), picture := Picture.new(), client.add(picture))
    rest.come()
    rest.stores.execute("UPDATE images SET has_thumbnails = false WHERE image_id = %s", image_id)
    job_id = uuid4()

    def job() -> dict[str, Any]:
        return rest.stores.rows("SELECT state, attempt, fence FROM jobs WHERE id = %s", job_id)[0]

    with row_held(faulty, image_id):
        with (
            standing_still(faulty, "worker-batch"),
            ready_service(faulty.environment(), tmp_path / "log", "workers", "--queue", "batch", **_SLOW) as worker,
        ):
            rest.stores.execute(_JOB, client.tenant_id(), job_id, image_id, json.dumps({"image_id": image_id}))
            until(lambda: bool(job()["state"] == "running"), "the job was begun")
            worker.ask_to_stop()
            until(lambda: worker.readiness() != "ok", "it was not ready any more")
            took = worker.wait_gone()
            assert job() == {"state": "retry", "attempt": 0, "fence": 1}
        sys.stdout.write(f"worker with a job that goes on, 1 s to end it: gone after {took:.2f} s\n")
    until(lambda: bool(job()["state"] == "succeeded"), "another worker did the job")
    assert job()["fence"] == job()["attempt"] + 1
    rest.check()


@pytest.fixture
def queues(faulty: RunningStack) -> Iterator[redis.Redis]:
    """Queues that no worker of the stack listens on."""
    with closing(redis.Redis.from_url(f"{faulty.redis.rpartition('/')[0]}/9")) as found:
        found.flushdb()
        yield found
        found.flushdb()


def test_a_message_that_was_just_taken_goes_to_another_worker(queues: redis.Redis) -> None:
    RqBell(queues).ring(Summons(uuid4(), 0, JobKind.MAKE_THUMBNAILS))
    stopping = Stopping()
    first = open_worker(QueueName.BATCH, queues, stopping)
    taken = first.dequeue_job_and_maintain_ttl(None)
    assert taken is not None
    stopping.ask()
    first.execute_job(*taken)
    assert first.dequeue_job_and_maintain_ttl(None) is None
    assert queues.llen(taken[1].intermediate_queue_key) == 0
    again = open_worker(QueueName.BATCH, queues, Stopping()).dequeue_job_and_maintain_ttl(None)
    assert again is not None
    assert again[0].id == taken[0].id
