"""What can befall a job in the middle of its work, each with the proof that it did."""

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import redis

from tests.stack.faults.album import Album
from tests.stack.faults.breaking import QUICK
from tests.stack.faults.hands import Hand, Patch, hand, job_done
from tests.stack.faults.proxy import Proxy
from tests.stack.faults.rest import until
from tests.stack.faults.test_stopping_workers import standing_still
from tests.stack.plugin import RunningStack

_CUT: Final = "SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity WHERE application_name = %s"
_WAITS: Final = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
# A busy machine must not take the job from the hand before it is hit; afterwards the lease is ended at once.
_LONG: Final = {"LEASE_S": "600"}
_END_LEASE: Final = """
    UPDATE jobs SET lease_until = now() - interval '1 second' WHERE id = %s AND state = 'running' AND fence = 1
"""
_OF_QDRANT: Final = {"sweep": b"POST /collections/", "apply": b"/points/delete", "undo": b"PUT /collections/"}


@dataclass(slots=True)
class Crash:
    """A hand does the job and is hit at the point, at the first time that it comes there after so many passes.

    `claims` is how many claims there must have been when the job is over.
    """

    stack: RunningStack
    album: Album
    job_id: UUID
    folder: Path
    point: str
    passes: int
    patches: Sequence[Patch]
    claims: int = 2

    @contextmanager
    def hand(self, how: str, moved: Mapping[str, str] | None = None) -> Iterator[Hand]:
        """The hand, once it has passed as often as it may, armed to stop or to die at the point."""
        env = {**self.stack.environment(), **QUICK, **_LONG, **(moved or {})}
        first = "SIGSTOP" if self.passes else how
        with hand(env, self.folder, job_done(self.job_id), {self.point: first}, patches=self.patches) as made:
            for passed in range(self.passes):
                made.wait_stopped(self.point)
                made.arm(self.point, how if passed == self.passes - 1 else "SIGSTOP")
                made.go_on()
            yield made

    @contextmanager
    def stopped(self, moved: Mapping[str, str] | None = None) -> Iterator[Hand]:
        """The hand, standing still at the point."""
        with self.hand("SIGSTOP", moved) as made:
            made.wait_stopped(self.point)
            yield made

    def end_lease(self) -> None:
        """The hand's time is over, if it still has the job."""
        self.album.rest.stores.execute(_END_LEASE, self.job_id)

    def is_over_or_held_up(self) -> bool:
        """Whether another worker is through with the job, or waits for what the hand holds."""
        job = self.album.job(self.job_id)
        return job["state"] == "succeeded" or (job["fence"] > 1 and bool(self.album.rest.stores.rows(_WAITS)))


def _killed(crash: Crash) -> None:
    with crash.hand("SIGKILL") as made:
        assert made.wait_gone() == -signal.SIGKILL, made.said
        assert made.came_by(crash.point)
    crash.end_lease()


def _stopped(crash: Crash) -> None:
    """Its lease runs out meanwhile, and what it still does when it goes on is not recorded."""
    with crash.stopped() as made:
        crash.end_lease()
        until(crash.is_over_or_held_up, "another worker has done the job, or waits for the one that stands still")
        made.go_on()
        made.wait_gone()
        assert "lease_lost" in made.said


def _flushed(crash: Crash) -> None:
    """The worker dies, and Redis forgets the message that would have called the next one."""
    with (
        crash.stopped() as made,
        closing(redis.Redis.from_url(crash.stack.redis)) as queue,
        standing_still(crash.stack, "worker-batch"),
    ):
        made.kill()
        crash.end_lease()
        until(lambda: queue.llen("rq:queue:batch") > 0, "the next worker was called")
        queue.flushall()


def _cut(crash: Crash) -> None:
    """PostgreSQL closes every connection of the worker."""
    name = f"hand-{crash.job_id.hex[:12]}"
    url = crash.stack.environment()["DATABASE_URL"]
    with crash.stopped({"DATABASE_URL": f"{url}?application_name={name}"}) as made:
        cut = crash.album.rest.stores.rows(_CUT, name)
        assert cut, "the worker had no connection"
        assert all(one["cut"] for one in cut)
        made.go_on()
        made.wait_gone()
    crash.end_lease()
    crash.claims = 1


def _unheard(crash: Crash) -> None:
    """The next commit is made, and the worker does not hear that it was."""
    _without_answers(crash, "DATABASE_URL", b"COMMIT")


def _unanswered(crash: Crash) -> None:
    """The index does what it is asked, and the worker does not hear that it did."""
    _without_answers(crash, "QDRANT_URL", _OF_QDRANT[crash.point.partition(".")[0]])


def _without_answers(crash: Crash, variable: str, marker: bytes) -> None:
    url = crash.stack.environment()[variable]
    found = urlsplit(url)
    with closing(Proxy((found.hostname or "", found.port or 0))) as proxy:
        moved = {variable: url.replace(f":{found.port}", f":{proxy.port}")}
        with crash.stopped(moved) as made:
            with proxy.losing_answers_to(marker):
                made.go_on()
                until(lambda: proxy.met > 0, f"an answer to {marker!r} was lost")
            made.wait_gone()
    crash.end_lease()
    crash.claims = 1


FAULTS: Final[Mapping[str, Callable[[Crash], None]]] = {
    "killed": _killed,
    "stopped": _stopped,
    "flushed": _flushed,
    "cut": _cut,
    "unheard": _unheard,
    "unanswered": _unanswered,
}
