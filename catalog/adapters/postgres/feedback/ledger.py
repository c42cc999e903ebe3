"""What people of one tenant said of images; who asks for an image by content finds the one that has it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from catalog.adapters.postgres.feedback.judged import hard_negatives_of, triplets_of
from catalog.adapters.postgres.feedback_tables import feedback
from catalog.adapters.postgres.tables import images
from catalog.errors import FeedbackNotFound
from catalog.feedback.model import (
    Action,
    Feedback,
    FeedbackListing,
    HardNegative,
    HardNegativeListing,
    Mark,
    Said,
    Triplet,
)
from catalog.feedback.ports import TripletPlace
from catalog.feedback.query import NO_QUERY, Query
from catalog.images.model import ImageState
from catalog.tenancy import TenantScope

_COLUMN: Final = feedback.c
_IMAGE: Final = images.alias("image")
_ASKED: Final = images.alias("asked")
_ALL: Final = (
    select(feedback, _IMAGE.c.image_id.label("image_id"), _ASKED.c.image_id.label("query_image_id"))
    .join_from(
        feedback,
        _IMAGE,
        (_IMAGE.c.tenant_id == _COLUMN.tenant_id) & (_IMAGE.c.sha256 == _COLUMN.sha256),
        isouter=True,
    )
    .join(_ASKED, (_ASKED.c.tenant_id == _COLUMN.tenant_id) & (_ASKED.c.sha256 == _COLUMN.query_sha256), isouter=True)
    .where(_COLUMN.tenant_id == bindparam("own"))
)
_MARKS: Final = (
    select(_IMAGE.c.image_id, _COLUMN.user_id, _COLUMN.action, _COLUMN.said_at)
    .join_from(feedback, _IMAGE, (_IMAGE.c.tenant_id == _COLUMN.tenant_id) & (_IMAGE.c.sha256 == _COLUMN.sha256))
    .where(
        _COLUMN.tenant_id == bindparam("own"),
        _COLUMN.query_key == bindparam("key"),
        _COLUMN.action.in_((Action.RELEVANT.value, Action.IRRELEVANT.value)),
        _IMAGE.c.state == ImageState.SEARCHABLE.value,
    )
    .order_by(_COLUMN.said_at.desc(), _COLUMN.feedback_id.desc())
)


@dataclass(frozen=True, slots=True)
class PostgresFeedback:
    """FeedbackLedger over one connection."""

    connection: Connection
    scope: TenantScope

    def say(self, feedback_id: UUID, user_id: UUID, sha256: str, said: Said) -> UUID:
        """Keep it in place of the user's earlier word on the same content, query and aspect; the id it is kept by."""
        row = self._row_of(feedback_id, user_id, sha256, said)
        statement = insert(feedback).values(row)
        # Of two who said it at once the later one waits for the earlier, so the time is taken after that.
        changed = {name: statement.excluded[name] for name in ("action", "query_text", "note", "rank", "score")}
        changed_at = {"said_at": func.clock_timestamp()}
        upsert = statement.on_conflict_do_update(constraint="feedback_once", set_=changed | changed_at)
        kept: UUID = self.connection.execute(upsert.returning(_COLUMN.feedback_id)).scalar_one()
        return kept

    def get(self, feedback_id: UUID) -> Feedback:
        """The word. Raises FeedbackNotFound."""
        found = self._read(_ALL.where(_COLUMN.feedback_id == feedback_id))
        if not found:
            raise FeedbackNotFound("there is no feedback with that id")
        return found[0]

    def remove(self, feedback_id: UUID) -> None:
        """Strike it out."""
        this = (_COLUMN.tenant_id == self.scope.tenant_id, _COLUMN.feedback_id == feedback_id)
        self.connection.execute(delete(feedback).where(*this))

    def page(self, listing: FeedbackListing) -> list[Feedback]:
        """One page, the newest first."""
        statement = _ALL
        if listing.sha256 is not None:
            statement = statement.where(_COLUMN.sha256 == listing.sha256)
        if listing.query_key is not None:
            statement = statement.where(_COLUMN.query_key == listing.query_key)
        if listing.after is not None:
            statement = statement.where(tuple_(_COLUMN.said_at, _COLUMN.feedback_id) < tuple_(*listing.after))
        newest = statement.order_by(_COLUMN.said_at.desc(), _COLUMN.feedback_id.desc())
        return self._read(newest.limit(listing.limit))

    def marks(self, query_key: str, *, limit: int) -> list[Mark]:
        """Who finds which searchable image relevant or irrelevant to the query, the newest first."""
        found = self.connection.execute(_MARKS.limit(limit), {"own": self.scope.tenant_id, "key": query_key})
        return [Mark(one, user_id, action == Action.RELEVANT, said_at) for one, user_id, action, said_at in found]

    def hard_negatives(self, listing: HardNegativeListing) -> list[HardNegative]:
        """One page, the highest rank first."""
        return hard_negatives_of(self.connection, self.scope, listing)

    def triplets(self, after: TripletPlace, *, limit: int) -> Sequence[Triplet]:
        """Of each query every judged positive with every judged negative, past that place."""
        return triplets_of(self.connection, self.scope, after, limit)

    def _read(self, statement: Any) -> list[Feedback]:
        return [_feedback_of(row) for row in self.connection.execute(statement, {"own": self.scope.tenant_id})]

    def _row_of(self, feedback_id: UUID, user_id: UUID, sha256: str, said: Said) -> dict[str, Any]:
        query = said.query
        return {
            "tenant_id": self.scope.tenant_id,
            "feedback_id": feedback_id,
            "user_id": user_id,
            "sha256": sha256,
            "action": said.action.value,
            "query_key": NO_QUERY if query is None else query.key,
            "query_text": None if query is None else query.words,
            "query_sha256": None if query is None else query.sha256,
            "note": said.note,
            "rank": said.rank,
            "score": said.score,
        }


def _feedback_of(row: Any) -> Feedback:
    query = None if row.query_key == NO_QUERY else Query(row.query_text, row.query_sha256)
    said = Said(Action(row.action), query, row.note, row.rank, row.score)
    return Feedback(row.feedback_id, row.user_id, row.said_at, row.sha256, row.image_id, said, row.query_image_id)
