"""What people of one tenant said of contents, word by word, and which contents are normal."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from catalog.adapters.postgres.datasets import SEARCHABLE, of_dataset, parameters
from catalog.anomalies.model import Review, Verdict
from catalog.anomalies.ports import Judged
from catalog.tenancy import TenantScope

_OF: Final = "r.tenant_id = %(own)s AND r.dataset_id = %(dataset)s"
_WORDS: Final = "SELECT r.sha256, r.reviewer, r.verdict, r.note, r.reviewed_at, r.turn FROM anomaly_reviews r"
_FALL: Final = (
    f"UPDATE anomaly_reviews r SET stands = false WHERE {_OF} AND r.sha256 = %(sha256)s AND r.reviewer = %(by)s"
)
_SAY: Final = f"""
INSERT INTO anomaly_reviews (tenant_id, dataset_id, sha256, reviewer, turn, verdict, note, stands)
SELECT %(own)s, %(dataset)s::text, %(sha256)s::text, %(by)s, coalesce(max(r.turn), 0) + 1,
    %(verdict)s::text, %(note)s::text, %(verdict)s::text IS NOT NULL
FROM anomaly_reviews r WHERE {_OF} AND r.sha256 = %(sha256)s::text AND r.reviewer = %(by)s
"""
_STANDING: Final = f"""
{_WORDS} WHERE {_OF} AND r.stands AND r.sha256 = ANY(%(sha256s)s) ORDER BY r.sha256, r.reviewed_at, r.reviewer
"""
_HISTORY: Final = f"{_WORDS} WHERE {_OF} AND r.sha256 = %(sha256)s ORDER BY r.reviewed_at DESC, r.reviewer, r.turn DESC"
_REFERENCES: Final = f"SELECT r.sha256 FROM anomaly_references r WHERE {_OF}"
_ADD: Final = """
INSERT INTO anomaly_references (tenant_id, dataset_id, sha256, added_by)
VALUES (%(own)s, %(dataset)s, %(sha256)s, %(by)s) ON CONFLICT DO NOTHING
"""
_REMOVE: Final = f"DELETE FROM anomaly_references r WHERE {_OF} AND r.sha256 = %(sha256)s"


@dataclass(frozen=True, slots=True)
class PostgresReviews:
    """ReviewRows over one connection."""

    connection: Connection
    scope: TenantScope

    def say(self, dataset_id: str, sha256: str, by: UUID, verdict: Verdict | None, note: str | None) -> None:
        """Write one's word, or that it is taken back; it is now the one of this person that counts."""
        self._rows(_FALL, dataset_id, sha256=sha256, by=by)
        self._rows(_SAY, dataset_id, sha256=sha256, by=by, verdict=verdict and verdict.value, note=note)

    def standing(self, dataset_id: str, sha256s: Sequence[str]) -> dict[str, tuple[Review, ...]]:
        """The words that count on each of these contents, the oldest first; contents without any are left out."""
        return _by_content(self._rows(_STANDING, dataset_id, sha256s=list(sha256s)))

    def history(self, dataset_id: str, sha256: str) -> list[Review]:
        """All that was ever said of it, the newest first."""
        return [_review(row) for row in self._rows(_HISTORY, dataset_id, sha256=sha256)]

    def judged(self, dataset_id: str) -> list[Judged]:
        """Every content of the dataset that words stand on and that is a searchable image's, by content."""
        statement = f"""
            {_WORDS} JOIN images i ON {SEARCHABLE} AND i.sha256 = r.sha256 AND {of_dataset(dataset_id)}
            WHERE {_OF} AND r.stands ORDER BY r.sha256, r.reviewed_at, r.reviewer
        """
        return [Judged(sha256, words) for sha256, words in _by_content(self._rows(statement, dataset_id)).items()]

    def references(self, dataset_id: str) -> frozenset[str]:
        """The contents that are normal here."""
        return frozenset(self._rows(_REFERENCES, dataset_id).scalars())

    def add_reference(self, dataset_id: str, sha256: str, by: UUID) -> None:
        """Add one; one that is there stays."""
        self._rows(_ADD, dataset_id, sha256=sha256, by=by)

    def remove_reference(self, dataset_id: str, sha256: str) -> None:
        """Take one out; one that is not there is no error."""
        self._rows(_REMOVE, dataset_id, sha256=sha256)

    def _rows(self, statement: str, dataset_id: str, **others: Any) -> Any:
        return self.connection.exec_driver_sql(statement, parameters(self.scope, dataset_id, **others))


def _by_content(rows: Any) -> dict[str, tuple[Review, ...]]:
    """Words by the content that they are on; the rows come content by content."""
    return {sha256: tuple(_review(row) for row in some) for sha256, some in groupby(rows, key=lambda row: row[0])}


def _review(row: Any) -> Review:
    _, reviewer, verdict, note, reviewed_at, turn = row
    return Review(reviewer, Verdict(verdict) if verdict else None, note, reviewed_at, turn)
