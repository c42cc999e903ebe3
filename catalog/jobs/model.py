"""What a job is, which kinds there are, and what each kind promises."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from catalog.tenancy import TenantScope

Payload = dict[str, str]

# The one function that a message on a queue may name.
ENTRY_POINT: Final = "workers.jobs.run"


class JobKind(StrEnum):
    """The name of a job: the row's `kind` and the method that does it."""

    FINISH_INGEST = "finish_ingest"
    SYNC_PAYLOAD = "sync_payload"
    SYNC_POINTS = "sync_points"
    MAKE_THUMBNAILS = "make_thumbnails"
    SWEEP_ORPHANS = "sweep_orphans"
    REBUILD_INDEX = "rebuild_index"
    PURGE_TRASH = "purge_trash"
    CHECK_QUALITY = "check_quality"
    APPLY_BATCH = "apply_batch"
    UNDO_BATCH = "undo_batch"
    SWEEP_DUPLICATES = "sweep_duplicates"
    PROBE_DUPLICATES = "probe_duplicates"
    CLUSTER_IMAGES = "cluster_images"
    SCORE_ANOMALIES = "score_anomalies"
    SCORE_NEWCOMERS = "score_newcomers"


class JobState(StrEnum):
    """Where a job stands; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    RETRY = "retry"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    DEAD = "dead"
    CANCELLED = "cancelled"


# What workers are to do, now or soon.
ACTIVE: Final = (JobState.QUEUED, JobState.RUNNING, JobState.RETRY)
# What is not over: of these a tenant has one of a kind and dedupe key.
UNFINISHED: Final = (*ACTIVE, JobState.PAUSED)


class QueueName(StrEnum):
    """One queue per worker process."""

    INTERACTIVE = "interactive"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a kind of job promises; a house test checks that every kind has one and a method of its name.

    `chunk` is how many things it does between two commits. People may pause and cancel it if it is `controllable`:
    never where something accepted would be left half-done. It is dead after `max_crashes` of its workers in a row.
    """

    queue: QueueName
    timeout: timedelta
    max_attempts: int
    idempotent_because: str
    chunk: int = 1
    controllable: bool = False
    max_crashes: int = 3


DECLARATIONS: Final[dict[JobKind, Declaration]] = {
    JobKind.FINISH_INGEST: Declaration(
        QueueName.INTERACTIVE,
        timedelta(seconds=60),
        max_attempts=12,
        idempotent_because="a searchable image is left alone; a point is written whole under an id made from the row",
    ),
    JobKind.SYNC_PAYLOAD: Declaration(
        QueueName.INTERACTIVE,
        timedelta(seconds=30),
        max_attempts=12,
        idempotent_because="the payload is written whole from the row as it is now",
    ),
    JobKind.SYNC_POINTS: Declaration(
        QueueName.INTERACTIVE,
        timedelta(seconds=60),
        max_attempts=12,
        idempotent_because="points are made to agree with rows that are held; a vector is kept before its point goes",
        chunk=64,
    ),
    JobKind.MAKE_THUMBNAILS: Declaration(
        QueueName.BATCH,
        timedelta(seconds=60),
        max_attempts=5,
        idempotent_because="thumbnails are stored under the content hash, the same bytes each time",
    ),
    JobKind.SWEEP_ORPHANS: Declaration(
        QueueName.BATCH,
        timedelta(minutes=10),
        max_attempts=3,
        idempotent_because="only objects that no row names and that are older than the grace period are deleted",
        chunk=500,
        controllable=True,
    ),
    JobKind.REBUILD_INDEX: Declaration(
        QueueName.BATCH,
        timedelta(minutes=10),
        max_attempts=20,
        idempotent_because="a slice compares rows with points and writes what differs; its cursor moves after it",
        chunk=64,
    ),
    JobKind.APPLY_BATCH: Declaration(
        QueueName.BATCH,
        timedelta(minutes=10),
        max_attempts=12,
        idempotent_because="each group's outcome is written with what it changed; only what has none is done",
        chunk=50,
        controllable=True,
    ),
    JobKind.UNDO_BATCH: Declaration(
        QueueName.BATCH,
        timedelta(minutes=10),
        max_attempts=12,
        idempotent_because="each group's outcome is written with its rows; a row that was changed since stays as it is",
        chunk=50,
        controllable=True,
    ),
    JobKind.SWEEP_DUPLICATES: Declaration(
        QueueName.BATCH,
        timedelta(minutes=20),
        max_attempts=12,
        idempotent_because="the same pairs are found again; edges are replaced, groups are written by what differs",
        chunk=4_096,
        controllable=True,
    ),
    JobKind.PROBE_DUPLICATES: Declaration(
        QueueName.BATCH,
        timedelta(minutes=10),
        max_attempts=5,
        idempotent_because="an image that is marked as probed is left alone; edges are replaced",
        chunk=64,
    ),
    JobKind.SCORE_ANOMALIES: Declaration(
        QueueName.BATCH,
        timedelta(minutes=60),
        max_attempts=12,
        idempotent_because="scores are written under a new generation, and one statement makes it the one that counts",
        chunk=4_096,
        controllable=True,
    ),
    JobKind.SCORE_NEWCOMERS: Declaration(
        QueueName.BATCH,
        timedelta(minutes=10),
        max_attempts=12,
        idempotent_because="an image that has a score is left alone; the scores of one are replaced by the same",
        chunk=64,
    ),
    JobKind.CLUSTER_IMAGES: Declaration(
        QueueName.BATCH,
        timedelta(minutes=20),
        max_attempts=5,
        idempotent_because="the same clusters are found again, and written whole with the mark that they are there",
        chunk=1_024,
        controllable=True,
    ),
    JobKind.CHECK_QUALITY: Declaration(
        QueueName.BATCH,
        timedelta(minutes=10),
        max_attempts=5,
        idempotent_because="an image that was looked at is left alone; its point is made to agree with its row",
        chunk=64,
        controllable=True,
    ),
    JobKind.PURGE_TRASH: Declaration(
        QueueName.BATCH,
        timedelta(minutes=10),
        max_attempts=3,
        idempotent_because="only what has lain in the trash for its time is removed, and its row goes last",
        chunk=64,
        controllable=True,
    ),
}


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to be written in the caller's transaction; it waits `delay` before a worker may take it.

    `dedupe_key` makes it one of a kind among the unfinished jobs of a tenant: asking again changes nothing.
    `asked_by` is the user who asked, None where nobody did.
    """

    kind: JobKind
    dedupe_key: str
    payload: Payload = field(default_factory=dict)
    delay: timedelta = timedelta(0)
    asked_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Summons:
    """What goes through the queue: enough to find the row, nothing more."""

    job_id: UUID
    attempt: int
    kind: JobKind


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that this process holds until its lease ends; `fence` grows with every claim.

    `waited_s` is for how many seconds it had been due when it was claimed.
    """

    job_id: UUID
    kind: JobKind
    scope: TenantScope
    payload: Payload
    attempt: int
    fence: int
    request_id: str | None
    waited_s: float = 0.0
