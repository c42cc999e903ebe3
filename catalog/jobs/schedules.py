"""What the clock asks for: one job for each tenant in every hour or day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from catalog.jobs.model import JobKind


class Period(StrEnum):
    """How often. The hour is the clock's; a tenant's day begins at a time of its own, so that not all come at once."""

    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that every tenant has once a period; it is not asked for while one of its dedupe key is unfinished."""

    kind: JobKind
    period: Period
    payload: Mapping[str, str] = field(default_factory=dict)
    dedupe_key: str = "schedule"


SCHEDULES: Final = (
    Schedule(JobKind.SWEEP_ORPHANS, Period.HOUR),
    Schedule(JobKind.PURGE_TRASH, Period.DAY),
    # What came in before there were checks; after that it finds nothing to do.
    Schedule(JobKind.CHECK_QUALITY, Period.DAY),
    # Without figures of its own it repairs what people have had detected, and nothing where nobody has.
    Schedule(JobKind.SWEEP_DUPLICATES, Period.DAY, {"dataset_id": ""}),
    # It asks for a scoring of each dataset that was scored before, under the dataset's own key.
    Schedule(JobKind.SCORE_ANOMALIES, Period.DAY, {"dataset_id": "", "nightly": "true"}, "every night"),
)
