"""What feedback needs of the database."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol
from uuid import UUID

from catalog.feedback.model import Feedback, FeedbackListing, HardNegative, HardNegativeListing, Mark, Said, Triplet
from catalog.images.ports import ImageRepository
from catalog.tenancy import TenantScope

TripletPlace = tuple[str, str, str]
"""The query's key, the negative's SHA-256, the positive's SHA-256."""


class FeedbackLedger(Protocol):
    """What people of one tenant said, inside one transaction."""

    def say(self, feedback_id: UUID, user_id: UUID, sha256: str, said: Said) -> UUID:
        """Keep it in place of the user's earlier word on the same content, query and aspect; the id it is kept by."""

    def get(self, feedback_id: UUID) -> Feedback:
        """The word. Raises FeedbackNotFound."""

    def remove(self, feedback_id: UUID) -> None:
        """Strike it out."""

    def page(self, listing: FeedbackListing) -> list[Feedback]:
        """One page, the newest first."""

    def marks(self, query_key: str, *, limit: int) -> list[Mark]:
        """Who finds which searchable image relevant or irrelevant to the query, the newest first."""

    def hard_negatives(self, listing: HardNegativeListing) -> list[HardNegative]:
        """One page, the highest rank first."""

    def triplets(self, after: TripletPlace, *, limit: int) -> Sequence[Triplet]:
        """Of each query every judged positive with every judged negative, past that place."""


class FeedbackTransaction(Protocol):
    """What can be read and written together, all or nothing."""

    @property
    def images(self) -> ImageRepository:
        """The tenant's image rows."""

    @property
    def feedback(self) -> FeedbackLedger:
        """What was said."""


class FeedbackTransactions(Protocol):
    """Opens a transaction that sees one tenant. It commits on a clean exit; raises DatabaseUnavailable."""

    def __call__(self, scope: TenantScope) -> AbstractContextManager[FeedbackTransaction]: ...
