"""What a person says of an image, and what is made of many such words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from catalog.feedback.query import Query

MAX_NOTE: Final = 500
MAX_RANK: Final = 2_000
MARKS_USED: Final = 32
"""Of each kind, in one search."""


class Action(StrEnum):
    """What is said. Of one query, a user's `relevant` and `irrelevant` take each other's place."""

    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"
    DUPLICATE = "duplicate"
    ANOMALY = "anomaly"


@dataclass(frozen=True, slots=True)
class AskedQuery:
    """A query as a caller names it: words, an image that is here, or the SHA-256 of a file; exactly one."""

    words: str | None = None
    image_id: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of an image.

    `rank` (from 1) and `score` (cosine) are where and how the image was shown among the query's hits.
    """

    action: Action
    query: Query | None = None
    note: str | None = None
    rank: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """A word that is kept. It is kept of the content: `image_id` is the image that has it now, or None.

    `query_image_id` is the same for the picture that was asked about.
    """

    feedback_id: UUID
    user_id: UUID
    said_at: datetime
    sha256: str
    image_id: str | None
    said: Said
    query_image_id: str | None = None


@dataclass(frozen=True, slots=True)
class FeedbackListing:
    """Which words to list, the newest first, past that one; of a content, of a query (its key), or all."""

    limit: int
    sha256: str | None = None
    query_key: str | None = None
    after: tuple[datetime, UUID] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A searchable image that somebody finds relevant or irrelevant to a query."""

    image_id: str
    user_id: UUID
    relevant: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Marks:
    """Images that a query's answer is to move towards and away from, at most MARKS_USED of each."""

    relevant_ids: tuple[str, ...] = ()
    irrelevant_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HardNegative:
    """An image that was shown high in a query's answer and that more people find irrelevant than relevant.

    `rank` and `score` are the best that it was shown with.
    """

    query: Query
    query_image_id: str | None
    image_id: str
    sha256: str
    rank: int
    score: float | None
    irrelevant: int
    relevant: int


@dataclass(frozen=True, slots=True)
class HardNegativeListing:
    """Which hard negatives: shown at `max_rank` or above, the highest first, past (rank, query's key, SHA-256)."""

    limit: int
    max_rank: int
    after: tuple[int, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """An image to learn from: its id, its SHA-256 and its key in the store; id and key are None when it is gone."""

    sha256: str
    image_id: str | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Triplet:
    """A query, an image that fits it and one that was shown and does not: an example to train with.

    `asked` is the picture that was asked about; None when words were.
    """

    query: Query
    asked: Content | None
    positive: Content
    negative: Content
    rank: int | None
    score: float | None
