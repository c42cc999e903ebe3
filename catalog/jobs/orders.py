"""What people may ask of a job, and what that makes of it in each of its states (docs/jobs.md has the table)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from catalog.errors import JobNotControllable, JobStateConflict
from catalog.jobs.model import DECLARATIONS, JobState, QueueName
from catalog.jobs.view import JobView


class Order(StrEnum):
    """The last part of the route's path."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written into the row.

    `is_taken_away`: from the worker that has it, whose fence no longer fits. `starts_anew`: due now, with all attempts.
    """

    state: JobState
    pause_requested: bool = False
    cancel_requested: bool = False
    is_taken_away: bool = False
    starts_anew: bool = False
    forgets_crashes: bool = False


_STOPPED_IN: Final = {Order.PAUSE: JobState.PAUSED, Order.CANCEL: JobState.CANCELLED}


def obey(job: JobView, order: Order) -> Change | None:
    """What the order changes; None where it changes nothing. Raises JobNotControllable or JobStateConflict."""
    if order is not Order.RETRY and not job.controllable:
        raise JobNotControllable(job.kind.value)
    match order:
        case Order.PAUSE | Order.CANCEL:
            return _stop(job, order)
        case Order.RESUME:
            return _resume(job)
        case Order.RETRY:
            return _retry(job)


def _stop(job: JobView, order: Order) -> Change | None:
    wanted = _STOPPED_IN[order]
    if job.state is wanted:
        return None
    if job.is_over:
        raise JobStateConflict(job.state.value, order.value)
    if job.state is not JobState.RUNNING:
        return Change(wanted)
    if DECLARATIONS[job.kind].queue is QueueName.INTERACTIVE:
        return Change(wanted, is_taken_away=True)
    return Change(
        JobState.RUNNING,
        pause_requested=job.pause_requested or order is Order.PAUSE,
        cancel_requested=job.cancel_requested or order is Order.CANCEL,
    )


def _resume(job: JobView) -> Change | None:
    if job.is_over:
        raise JobStateConflict(job.state.value, Order.RESUME.value)
    if job.state is JobState.PAUSED:
        return Change(JobState.QUEUED, starts_anew=True)
    if job.pause_requested:
        return Change(job.state, cancel_requested=job.cancel_requested)
    return None


def _retry(job: JobView) -> Change:
    if job.state not in (JobState.DEAD, JobState.CANCELLED):
        raise JobStateConflict(job.state.value, Order.RETRY.value)
    return Change(JobState.QUEUED, starts_anew=True, forgets_crashes=True)
