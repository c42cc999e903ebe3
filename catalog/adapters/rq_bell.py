"""The bell: a message on an RQ queue that names a row of the ledger. The only module with RQ and Redis on this side."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from catalog.errors import QueueUnavailable
from catalog.jobs.model import DECLARATIONS, ENTRY_POINT, QueueName, Summons

# RQ's own limit comes after ours, so that the ledger hears of a job that takes too long before RQ does.
_GRACE_S: Final = 30


def open_redis(url: str) -> Redis:
    """A pool of connections with bounded waits."""
    return Redis.from_url(url, socket_connect_timeout=2, socket_timeout=5, health_check_interval=30)


@dataclass(frozen=True, slots=True)
class RqBell:
    """Bell over RQ: one queue for each class of job, JSON on the wire."""

    redis: Redis
    _queues: dict[QueueName, Queue] = field(default_factory=dict)

    def ring(self, summons: Summons) -> None:
        """Tell the kind's queue; a second ring for the same attempt is harmless, the ledger gives it to one."""
        declared = DECLARATIONS[summons.kind]
        with translated():
            self._queue(declared.queue).enqueue_call(
                ENTRY_POINT,
                args=[str(summons.job_id), summons.attempt],
                timeout=int(declared.timeout.total_seconds()) + _GRACE_S,
                result_ttl=0,
                failure_ttl=3600,
            )

    def ping(self) -> None:
        """Raise QueueUnavailable unless Redis answers."""
        with translated():
            self.redis.ping()

    def _queue(self, name: QueueName) -> Queue:
        if name not in self._queues:
            self._queues[name] = Queue(name.value, connection=self.redis, serializer=JSONSerializer)
        return self._queues[name]


@contextmanager
def translated() -> Iterator[None]:
    """Turn Redis's word for "not there" into the catalog's."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise QueueUnavailable("Redis does not answer") from error
