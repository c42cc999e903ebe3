"""A job as people see it: where it stands, how far it is, what happened to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from catalog.jobs.handle import JobProgress
from catalog.jobs.model import DECLARATIONS, JobKind, JobState, Payload

FINAL: Final = (JobState.SUCCEEDED, JobState.DEAD, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class JobView:
    """A row of the ledger. `payload` is what the next attempt begins with; `error` and `trace` are of the last failure.

    `crashes` counts the workers that died with it since it last got further; `last_event` is its newest event's number.
    """

    job_id: UUID
    kind: JobKind
    state: JobState
    dedupe_key: str
    payload: Payload
    progress: JobProgress | None
    attempt: int
    crashes: int
    pause_requested: bool
    cancel_requested: bool
    created_at: datetime
    run_after: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: str | None
    trace: str | None
    request_id: str | None
    asked_by: UUID | None
    last_event: int

    @property
    def controllable(self) -> bool:
        """True when people may pause and cancel it."""
        return DECLARATIONS[self.kind].controllable

    @property
    def is_over(self) -> bool:
        """True when nothing happens to it any more, unless somebody asks for it again."""
        return self.state in FINAL


@dataclass(frozen=True, slots=True)
class JobEvent:
    """A change of a job's state or progress; `seq` counts them from 1 without a gap."""

    seq: int
    name: str
    data: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: which worker made it, from when to when, and how it ended; the last three are None while it runs."""

    number: int
    owner: str | None
    started_at: datetime
    ended_at: datetime | None = None
    ended_as: str | None = None
    error: str | None = None


def attempts_in(events: Iterable[JobEvent]) -> list[Attempt]:
    """The attempts that the events tell of, oldest first."""
    made: list[Attempt] = []
    for event in events:
        if event.name == "running":
            made.append(Attempt(event.data["attempt"], event.data.get("owner"), event.at))
        elif event.name != "progress" and made and made[-1].ended_at is None:
            made[-1] = replace(made[-1], ended_at=event.at, ended_as=event.name, error=event.data.get("error"))
    return made
