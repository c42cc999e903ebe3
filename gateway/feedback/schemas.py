"""What the feedback routes take and answer."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from catalog.feedback.model import MAX_NOTE, MAX_RANK, Action, AskedQuery, Feedback, HardNegative, Said
from catalog.feedback.query import MAX_WORDS, Query
from catalog.tenancy import TenantScope
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.payloads import GRID_SIDE
from gateway.schemas import AnswerModel, Loose, StrictModel, Ulid

# A cosine of float32 vectors may be a little beyond 1.
_BEYOND = 1.001


class QueryIn(StrictModel):
    """A query, as it was asked: words, an image that is here, or the SHA-256 of a file; exactly one."""

    text_query: Annotated[str, StringConstraints(min_length=1, max_length=MAX_WORDS)] | None = None
    image_id: Ulid | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$", min_length=64, max_length=64)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(one is not None for one in (self.text_query, self.image_id, self.sha256)) != 1:
            raise ValueError("send text_query, image_id or sha256, one of the three")
        return self

    def asked(self) -> AskedQuery:
        """As the catalog takes it."""
        return AskedQuery(self.text_query, self.image_id, self.sha256)


class FeedbackIn(StrictModel):
    """What a person says of an image; `rank` (from 1) and `score` are those of the hit that they looked at."""

    image_id: Ulid
    action: Loose[Action]
    query: QueryIn | None = None
    note: Annotated[str, StringConstraints(max_length=MAX_NOTE)] | None = None
    rank: int | None = Field(default=None, ge=1, le=MAX_RANK)
    score: float | None = Field(default=None, ge=-_BEYOND, le=_BEYOND)

    def said(self) -> Said:
        """As the catalog takes it; the query comes beside it, as it was asked."""
        return Said(self.action, None, self.note, self.rank, self.score)


class QueryOut(AnswerModel):
    """The query: its words, or the SHA-256 of the picture and the image that has this content now, if there is one."""

    text_query: str | None
    image_id: str | None
    sha256: str | None


class FeedbackOut(AnswerModel):
    """What a person said. `image_id` is the image that has the content now, null when there is none."""

    feedback_id: UUID
    user_id: UUID
    said_at: datetime
    image_id: str | None
    sha256: str
    action: Action
    query: QueryOut | None
    note: str | None
    rank: int | None
    score: float | None


class HistoryOut(AnswerModel):
    """A page of what was said, the newest first. `next_cursor` is null on the last page."""

    feedback: list[FeedbackOut]
    next_cursor: str | None


class HardNegativeOut(AnswerModel):
    """An image that more people find irrelevant than relevant to a query that showed it high.

    `rank` and `score` are the best that it was shown with; `irrelevant` and `relevant` are how many say so.
    """

    query: QueryOut
    image_id: str
    sha256: str
    rank: int
    score: float | None
    irrelevant: int
    relevant: int
    preview_url: str


class HardNegativesOut(AnswerModel):
    """A page of hard negatives, the highest shown first. `next_cursor` is null on the last page."""

    hard_negatives: list[HardNegativeOut]
    next_cursor: str | None


def query_out(query: Query, image_id: str | None) -> dict[str, Any]:
    """QueryOut as plain data."""
    return {"text_query": query.words, "image_id": image_id, "sha256": query.sha256}


def feedback_out(kept: Feedback) -> dict[str, Any]:
    """FeedbackOut as plain data."""
    said = kept.said
    return {
        "feedback_id": kept.feedback_id,
        "user_id": kept.user_id,
        "said_at": kept.said_at,
        "image_id": kept.image_id,
        "sha256": kept.sha256,
        "action": said.action.value,
        "query": None if said.query is None else query_out(said.query, kept.query_image_id),
        "note": said.note,
        "rank": said.rank,
        "score": said.score,
    }


def hard_negative_out(one: HardNegative, scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    """HardNegativeOut as plain data."""
    return {
        "query": query_out(one.query, one.query_image_id),
        "image_id": one.image_id,
        "sha256": one.sha256,
        "rank": one.rank,
        "score": one.score,
        "irrelevant": one.irrelevant,
        "relevant": one.relevant,
        "preview_url": urls.url(scope, one.sha256, GRID_SIDE),
    }
