"""What the statements about jobs share: the row that a claim holds, what a request to stop makes of it, its reading."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Update, and_, case, false, func, update

from catalog.adapters.postgres.tables import jobs
from catalog.jobs.model import DECLARATIONS, ClaimedJob, JobKind, JobState
from catalog.tenancy import job_scope

WAITING: Final = (JobState.QUEUED, JobState.RETRY)
# Nobody asks for anything any more.
UNASKED: Final = {"pause_requested": false(), "cancel_requested": false()}


def is_held(job: ClaimedJob) -> ColumnElement[bool]:
    """True of the row while this claim holds it."""
    return and_(
        jobs.c.tenant_id == job.scope.tenant_id,
        jobs.c.id == job.job_id,
        jobs.c.fence == job.fence,
        jobs.c.state == JobState.RUNNING,
    )


def held(job: ClaimedJob) -> Update:
    """An update that touches the row only while this claim holds it."""
    return update(jobs).where(is_held(job))


def unless_asked(state: JobState, *, dead_if: ColumnElement[bool] | None = None) -> Any:
    """The state that a running job goes into: this one, unless it was asked to stop or is not to go on."""
    dead = [] if dead_if is None else [(dead_if, JobState.DEAD.value)]
    cancelled = (jobs.c.cancel_requested, JobState.CANCELLED.value)
    return case(cancelled, *dead, (jobs.c.pause_requested, JobState.PAUSED.value), else_=state.value)


def seconds_since(moment: Any) -> Any:
    """For how many seconds it has been past."""
    return func.extract("epoch", func.now() - moment)


def most_attempts() -> Any:
    """How many attempts the row's kind has."""
    return case({kind.value: declared.max_attempts for kind, declared in DECLARATIONS.items()}, value=jobs.c.kind)


def most_crashes() -> Any:
    """How many crashes the row's kind has."""
    return case({kind.value: declared.max_crashes for kind, declared in DECLARATIONS.items()}, value=jobs.c.kind)


def claimed(row: Any) -> ClaimedJob:
    """The row as it was claimed."""
    return ClaimedJob(
        job_id=row.id,
        kind=JobKind(row.kind),
        scope=job_scope(row.tenant_id),
        payload=row.payload,
        attempt=row.attempt,
        fence=row.fence,
        request_id=row.request_id,
        waited_s=float(row.waited_s),
    )
