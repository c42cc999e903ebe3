"""The RQ worker: one queue, JSON on the wire, nothing but our own entry point, jobs done in this process.

Jobs are not forked: untrusted bytes are looked at in confined processes of their own, and a fork for each job would
open every connection anew. Whoever runs this starts it again when it ends.
"""

import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from catalog.jobs.model import ENTRY_POINT, QueueName


class OwnJob(Job):
    """A job that can only be ours: whoever can write to Redis must not choose what runs here."""

    @property
    def func(self) -> Callable[..., Any]:
        """The entry point. Raises ValueError for a message that names anything else."""
        if self.func_name != ENTRY_POINT:
            raise ValueError("the message does not name the workers' entry point")
        entry: Callable[..., Any] = super().func
        return entry


class OwnWorker(SimpleWorker):
    """SimpleWorker that tells when a signal has asked it to stop, so that it is not started again."""

    stopping: threading.Event

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """End after the job in hand."""
        self.stopping.set()
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]  # RQ has no types here


def open_worker(name: QueueName, redis: Redis, stopping: threading.Event) -> OwnWorker:
    """A worker on one queue (RQ loses jobs when one process listens on two); it sets `stopping` on a signal."""
    queue = Queue(name.value, connection=redis, serializer=JSONSerializer, job_class=OwnJob)
    worker = OwnWorker(
        [queue],
        connection=redis,
        serializer=JSONSerializer,
        job_class=OwnJob,
        worker_ttl=30,
        maintenance_interval=20,
        job_monitoring_interval=5,
        log_job_description=False,
    )
    worker.stopping = stopping
    return worker
