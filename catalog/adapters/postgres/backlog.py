"""What the operator's gauges are made of. Asked every few seconds, so each question has a partial index of its own."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from catalog.adapters.postgres.tables import jobs
from catalog.jobs.backlog import DEAD_COUNT_FOR, OUTBOX, Backlog, Waiting
from catalog.jobs.model import ACTIVE, DECLARATIONS, JobKind, JobState, QueueName


def _spelled(name: str, values: Iterable[str]) -> BindParameter[list[str]]:
    """Values that stand in the statement itself: a prepared statement with parameters may not use a partial index."""
    return bindparam(name, [str(value) for value in values], expanding=True, literal_execute=True)


_WAITED_S: Final = func.extract("epoch", func.now() - func.min(jobs.c.run_after))
DUE: Final = (
    select(jobs.c.kind, func.count().label("due"), _WAITED_S.label("oldest_s"))
    .where(jobs.c.state.in_(_spelled("waiting", (JobState.QUEUED, JobState.RETRY))), jobs.c.run_after <= func.now())
    .group_by(jobs.c.kind)
)
DEAD: Final = (
    select(jobs.c.kind, func.count().label("dead"))
    .where(jobs.c.state.in_(_spelled("dead", [JobState.DEAD])), jobs.c.updated_at > func.now() - DEAD_COUNT_FOR)
    .group_by(jobs.c.kind)
)
OLDEST_CHANGE: Final = select(func.extract("epoch", func.now() - func.min(jobs.c.created_at))).where(
    jobs.c.state.in_(_spelled("active", ACTIVE)), jobs.c.kind.in_(_spelled("outbox", OUTBOX))
)


def backlog_seen_by(connection: Connection) -> Backlog:
    """The backlog as this connection sees it. Every queue and every kind is named, at 0 where there is nothing."""
    dead = dict.fromkeys(JobKind, 0) | {JobKind(row.kind): row.dead for row in connection.execute(DEAD)}
    lag_s = connection.execute(OLDEST_CHANGE).scalar_one()
    return Backlog(_by_queue(connection.execute(DUE)), dead, max(0.0, float(lag_s or 0.0)))


def _by_queue(rows: Iterable[Any]) -> dict[QueueName, Waiting]:
    queues = dict.fromkeys(QueueName, Waiting())
    for row in rows:
        queue = DECLARATIONS[JobKind(row.kind)].queue
        others = queues[queue]
        queues[queue] = Waiting(others.due + row.due, max(others.oldest_s, float(row.oldest_s)))
    return queues
