"""The list of jobs: query string to JobListing, rows to a page with a signed cursor."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from catalog.jobs.model import JobKind, JobState
from catalog.jobs.ports import JobListing
from catalog.jobs.service import JobService
from catalog.tenancy import TenantScope
from gateway.jobs.schemas import job_out
from gateway.paging import Cursors, Listing, SortValue


class JobQuery(BaseModel):
    """The query string."""

    model_config = ConfigDict(extra="forbid")

    kind: JobKind | None = None
    state: JobState | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=1_024)


def page_of(jobs: JobService, scope: TenantScope, wanted: JobQuery, cursors: Cursors) -> dict[str, Any]:
    """JobPageOut as plain data. Raises CursorInvalid."""
    sealed = Listing(scope.tenant_id, ["jobs", wanted.kind, wanted.state], "-created_at")
    after = None if wanted.cursor is None else _opened(cursors.open(sealed, wanted.cursor))
    # One more than asked for tells whether there is a next page.
    found = jobs.list_page(scope, JobListing(wanted.kind, wanted.state, after, wanted.limit + 1))
    page = found[: wanted.limit]
    is_last = len(found) <= wanted.limit
    position: list[SortValue] = [] if is_last else [page[-1].created_at.isoformat(), str(page[-1].job_id)]
    return {
        "jobs": [job_out(job) for job in page],
        "next_cursor": None if is_last else cursors.seal(sealed, position),
    }


def _opened(position: list[SortValue]) -> tuple[datetime, UUID]:
    created_at, job_id = position
    return datetime.fromisoformat(str(created_at)), UUID(str(job_id))
