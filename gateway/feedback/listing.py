"""Pages of what was said and of hard negatives: query string to listing, rows to a page with a signed cursor."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from catalog.feedback.model import MAX_RANK, AskedQuery, FeedbackListing, HardNegativeListing
from catalog.feedback.service import FeedbackService
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.errors import FieldError, MalformedJson, ValidationFailed
from gateway.feedback.schemas import QueryIn, feedback_out, hard_negative_out
from gateway.paging import Cursors, Listing
from gateway.schemas import Ulid
from gateway.strict_json import strict_json

_LONGEST_QUERY: Final = 4_096
_SHOWN_HIGH: Final = 20


class HistoryQuery(BaseModel):
    """Of which image, of which query (JSON, as feedback is sent with), or all."""

    model_config = ConfigDict(extra="forbid")

    image_id: Ulid | None = None
    query: str | None = Field(default=None, max_length=_LONGEST_QUERY)
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=1_024)


class HardNegativesQuery(BaseModel):
    """Shown at this rank or above."""

    model_config = ConfigDict(extra="forbid")

    max_rank: int = Field(default=_SHOWN_HIGH, ge=1, le=MAX_RANK)
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=1_024)


def history_page(
    feedback: FeedbackService, scope: TenantScope, wanted: HistoryQuery, cursors: Cursors
) -> dict[str, Any]:
    """HistoryOut as plain data. Raises CursorInvalid, ImageNotFound or ValidationFailed."""
    asked = None if wanted.query is None else _asked(wanted.query)
    sealed = Listing(scope.tenant_id, ["feedback", wanted.image_id, wanted.query], "-said_at")
    after: tuple[datetime, UUID] | None = None
    if wanted.cursor is not None:
        said_at, feedback_id = cursors.open(sealed, wanted.cursor)
        after = (datetime.fromisoformat(str(said_at)), UUID(str(feedback_id)))
    # One more than asked for tells whether there is a next page.
    listing = FeedbackListing(wanted.limit + 1, after=after)
    found = feedback.history(scope, listing, image_id=wanted.image_id, asked=asked)
    page, is_last = found[: wanted.limit], len(found) <= wanted.limit
    return {
        "feedback": [feedback_out(kept) for kept in page],
        "next_cursor": None
        if is_last
        else cursors.seal(sealed, [page[-1].said_at.isoformat(), str(page[-1].feedback_id)]),
    }


def hard_negatives_page(
    feedback: FeedbackService, scope: TenantScope, wanted: HardNegativesQuery, urls: ThumbnailUrls, cursors: Cursors
) -> dict[str, Any]:
    """HardNegativesOut as plain data. Raises CursorInvalid."""
    sealed = Listing(scope.tenant_id, ["hard negatives", wanted.max_rank], "rank")
    after: tuple[int, str, str] | None = None
    if wanted.cursor is not None:
        rank, key, sha256 = cursors.open(sealed, wanted.cursor)
        after = (int(str(rank)), str(key), str(sha256))
    found = feedback.hard_negatives(scope, HardNegativeListing(wanted.limit + 1, wanted.max_rank, after))
    page, is_last = found[: wanted.limit], len(found) <= wanted.limit
    return {
        "hard_negatives": [hard_negative_out(one, scope, urls) for one in page],
        "next_cursor": None if is_last else cursors.seal(sealed, [page[-1].rank, page[-1].query.key, page[-1].sha256]),
    }


def _asked(spelled: str) -> AskedQuery:
    try:
        document = strict_json(spelled.encode())
    except (MalformedJson, UnicodeEncodeError):
        raise ValidationFailed([FieldError(("query", "query"), "Input should be JSON")]) from None
    try:
        return QueryIn.model_validate(document).asked()
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise ValidationFailed([FieldError(("query", "query", *one["loc"]), one["msg"]) for one in found]) from None
