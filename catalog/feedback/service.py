"""What can be done with feedback, in one place: the sentences that routes say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID, uuid4

from catalog.errors import NotAllowed
from catalog.feedback.model import (
    AskedQuery,
    Feedback,
    FeedbackListing,
    HardNegative,
    HardNegativeListing,
    Marks,
    Said,
    Triplet,
)
from catalog.feedback.ports import FeedbackTransaction, FeedbackTransactions, TripletPlace
from catalog.feedback.query import Query, query_of_words
from catalog.feedback.weighing import weighed
from catalog.tenancy import Caller, Role, TenantScope

TRIPLETS_PAGE: Final = 1_000
_MARKS_READ: Final = 2_000


@dataclass(frozen=True, slots=True)
class FeedbackService:
    """Keeps what people say, and tells what follows from it for searching and for training."""

    transactions: FeedbackTransactions

    def say(self, scope: TenantScope, image_id: str, said: Said, asked: AskedQuery | None, by: UUID) -> Feedback:
        """Keep what the user says of an image, about a query or about none, in place of what they said of it before.

        Raises ImageNotFound, for the image and for one that is asked about, and QueryInvalid.
        """
        with self.transactions(scope) as tx:
            sha256 = tx.images.get(image_id).sha256
            query = None if asked is None else _query(tx, asked)
            feedback_id = tx.feedback.say(uuid4(), by, sha256, replace(said, query=query))
            return tx.feedback.get(feedback_id)

    def take_back(self, caller: Caller, feedback_id: UUID) -> None:
        """Strike out the caller's own word; an admin may strike out anybody's.

        Raises FeedbackNotFound or NotAllowed.
        """
        with self.transactions(caller.scope) as tx:
            kept = tx.feedback.get(feedback_id)
            if kept.user_id != caller.user_id and not caller.role.covers(Role.ADMIN):
                raise NotAllowed("only an admin takes back what somebody else said")
            tx.feedback.remove(feedback_id)

    def history(
        self, scope: TenantScope, listing: FeedbackListing, *, image_id: str | None, asked: AskedQuery | None
    ) -> list[Feedback]:
        """A page of what was said, the newest first: of an image's content, about a query, or all.

        Raises ImageNotFound or QueryInvalid.
        """
        with self.transactions(scope) as tx:
            sha256 = None if image_id is None else tx.images.get(image_id).sha256
            key = None if asked is None else _query(tx, asked).key
            return tx.feedback.page(replace(listing, sha256=sha256, query_key=key))

    def marks(self, scope: TenantScope, asked: AskedQuery, by: UUID) -> Marks:
        """The images that the query's answer is to move towards and away from, for this user; see weighed.

        Raises ImageNotFound or QueryInvalid.
        """
        with self.transactions(scope) as tx:
            return weighed(tx.feedback.marks(_query(tx, asked).key, limit=_MARKS_READ), by)

    def hard_negatives(self, scope: TenantScope, listing: HardNegativeListing) -> list[HardNegative]:
        """A page of what was shown high and judged irrelevant, the highest first."""
        with self.transactions(scope) as tx:
            return tx.feedback.hard_negatives(listing)

    def triplets(self, scope: TenantScope) -> Iterator[Sequence[Triplet]]:
        """All triplets, page by page, each page in a transaction of its own: a slow reader holds nothing."""
        after: TripletPlace = ("", "", "")
        while True:
            with self.transactions(scope) as tx:
                page = tx.feedback.triplets(after, limit=TRIPLETS_PAGE)
            if page:
                yield page
            if len(page) < TRIPLETS_PAGE:
                return
            after = (page[-1].query.key, page[-1].negative.sha256, page[-1].positive.sha256)


def _query(tx: FeedbackTransaction, asked: AskedQuery) -> Query:
    if asked.words is not None:
        return query_of_words(asked.words)
    if asked.image_id is not None:
        return Query(sha256=tx.images.get(asked.image_id).sha256)
    return Query(sha256=asked.sha256)
