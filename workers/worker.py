"""The RQ worker: one queue, JSON on the wire, nothing but our own entry point, jobs done in this process.

Jobs are not forked: untrusted bytes are looked at in confined processes of their own, and a fork for each job would
open every connection anew. Whoever runs this starts it again when it ends.
"""

from collections.abc import Callable
from typing import Any, Final

import structlog
from redis import Redis
from redis import exceptions as redis_errors
from rq import Queue, SimpleWorker
from rq.exceptions import DequeueTimeout
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import WorkerStatus

from catalog.jobs.model import ENTRY_POINT, QueueName
from workers.stopping import Stopping

_log = structlog.get_logger(__name__)
_LOOK_EVERY_S: Final = 1


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
    """SimpleWorker that takes no job after it was asked to stop.

    RQ's own handler of signals leaves the wait for a message by an exception, and loses the message that has just
    come. This one has no handler: it looks whether it is to stop between waits of a second.
    """

    stopping: Stopping

    def dequeue_job_and_maintain_ttl(
        self, timeout: int | None, max_idle_time: int | None = None
    ) -> tuple[Job, Queue] | None:
        """The next job; None once it is to stop, which ends the work. An absent Redis is waited for."""
        while not self.stopping.asked:
            try:
                found = self._dequeue_soon()
            except redis_errors.ConnectionError as error:
                _log.warning("queue away", error=type(error).__name__)
                self.stopping.wait(_LOOK_EVERY_S)
            else:
                if found is not None:
                    return found
        return None

    def _dequeue_soon(self) -> tuple[Job, Queue] | None:
        self.set_state(WorkerStatus.IDLE)
        self.heartbeat()
        if self.should_run_maintenance_tasks:
            self.run_maintenance_tasks()  # type: ignore[no-untyped-call]  # RQ has no types here
        try:
            found = self.queue_class.dequeue_any(
                self._ordered_queues,
                _LOOK_EVERY_S,
                connection=self.connection,
                job_class=self.job_class,
                serializer=self.serializer,
                death_penalty_class=self.death_penalty_class,
            )
        except DequeueTimeout:
            return None
        if found is not None:
            found[0].redis_server_version = self.get_redis_server_version()  # type: ignore[no-untyped-call]
        return found

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Do the job, or put its message back for another worker."""
        if not self.stopping.asked:
            super().execute_job(job, queue)
            return
        with self.connection.pipeline() as pipeline:
            pipeline.lrem(queue.intermediate_queue_key, 1, job.id)
            queue.push_job_id(job.id, pipeline=pipeline, at_front=True)
            pipeline.execute()

    def _install_signal_handlers(self) -> None:
        """Signals are heard by the process, whichever worker it has just then."""


def open_worker(name: QueueName, redis: Redis, stopping: Stopping) -> OwnWorker:
    """A worker on one queue (RQ loses jobs when one process listens on two)."""
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
