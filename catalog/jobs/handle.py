"""What a job holds while it is done: where it says how far it is, and hears that it is to stop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from catalog.jobs.model import JobState, Payload


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is, for people: `processed` of `total` things, in the step named `status`.

    `total` is 0 while it is not known. `counts` are further figures of the kind's own.
    """

    status: str
    processed: int = 0
    total: int = 0
    message: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


class JobStopped(Exception):
    """The job goes no further here; `state` is what it was put into. A handler lets this pass."""

    def __init__(self, state: JobState) -> None:
        super().__init__(f"the job is {state.value}")
        self.state = state


class LeaseLost(Exception):
    """Somebody else has the job: nothing done from here on is recorded. A handler lets this pass."""


class JobHandle(Protocol):
    """A job in hand. Every method raises DatabaseUnavailable, JobStopped or LeaseLost."""

    @property
    def job_id(self) -> UUID:
        """The job's id."""
        ...

    def checkpoint(self, progress: JobProgress, cursor: Payload | None = None) -> None:
        """Commit how far the job is and, with a cursor, the payload that the next attempt begins with.

        What the cursor says is done must be durable before this is called.
        """

    def check(self) -> None:
        """Look whether the job is to stop; as often as one likes, the ledger is asked once a second at most."""
