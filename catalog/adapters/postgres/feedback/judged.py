"""What a query's answers were judged by more people than not, and what can be trained from that."""

from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from catalog.feedback.model import Content, HardNegative, HardNegativeListing, Triplet
from catalog.feedback.ports import TripletPlace
from catalog.feedback.query import Query
from catalog.tenancy import TenantScope

# A line for each query and content: how many say the one and the other, and where it was shown when that was said.
_JUDGED: Final = """
WITH judged AS (
    SELECT query_key, sha256, max(query_text) AS query_text, max(query_sha256) AS query_sha256,
        count(*) FILTER (WHERE action = 'irrelevant') AS irrelevant,
        count(*) FILTER (WHERE action = 'relevant') AS relevant,
        min(rank) FILTER (WHERE action = 'irrelevant') AS rank,
        max(score) FILTER (WHERE action = 'irrelevant') AS score
    FROM feedback
    WHERE tenant_id = %(own)s AND aspect = 'relevance' AND query_key <> '' AND query_key >= %(from_key)s
    GROUP BY query_key, sha256
)
"""
_HARD: Final = (
    _JUDGED
    + """SELECT n.query_text, n.query_sha256,
    q.image_id, i.image_id, n.sha256, n.rank, n.score, n.irrelevant, n.relevant
FROM judged n
JOIN images i ON i.tenant_id = %(own)s AND i.sha256 = n.sha256 AND i.state = 'searchable'
LEFT JOIN images q ON q.tenant_id = %(own)s AND q.sha256 = n.query_sha256
WHERE n.irrelevant > n.relevant AND n.rank <= %(max_rank)s
    AND (n.rank, n.query_key, n.sha256) > (%(rank)s, %(key)s, %(sha256)s)
ORDER BY n.rank, n.query_key, n.sha256 LIMIT %(limit)s
"""
)
_TRIPLETS: Final = (
    _JUDGED
    + """SELECT n.query_text, n.query_sha256,
    q.image_id, q.key, p.sha256, j.image_id, j.key, n.sha256, i.image_id, i.key,
    n.rank, n.score
FROM judged n
JOIN images i ON i.tenant_id = %(own)s AND i.sha256 = n.sha256 AND i.state = 'searchable'
JOIN judged p ON p.query_key = n.query_key AND p.relevant > p.irrelevant
JOIN images j ON j.tenant_id = %(own)s AND j.sha256 = p.sha256 AND j.state = 'searchable'
LEFT JOIN images q ON q.tenant_id = %(own)s AND q.sha256 = n.query_sha256
WHERE n.irrelevant > n.relevant AND (n.query_key, n.sha256, p.sha256) > (%(key)s, %(negative)s, %(positive)s)
ORDER BY n.query_key, n.sha256, p.sha256 LIMIT %(limit)s
"""
)


def hard_negatives_of(connection: Connection, scope: TenantScope, listing: HardNegativeListing) -> list[HardNegative]:
    """One page of searchable images, the highest rank first."""
    rank, key, sha256 = listing.after or (0, "", "")
    values: dict[str, UUID | str | int] = {"own": scope.tenant_id, "from_key": "", "max_rank": listing.max_rank}
    values |= {"rank": rank, "key": key, "sha256": sha256, "limit": listing.limit}
    found = connection.exec_driver_sql(_HARD, values)
    return [HardNegative(Query(words, picture), *rest) for words, picture, *rest in found]


def triplets_of(connection: Connection, scope: TenantScope, after: TripletPlace, limit: int) -> list[Triplet]:
    """One page, of searchable images only."""
    key, negative, positive = after
    values: dict[str, UUID | str | int] = {"own": scope.tenant_id, "from_key": key, "key": key}
    values |= {"negative": negative, "positive": positive, "limit": limit}
    return [
        Triplet(
            Query(words, picture),
            None if picture is None else Content(picture, asked_id, asked_key),
            Content(*good),
            Content(*bad),
            rank,
            score,
        )
        for words, picture, asked_id, asked_key, *rest in connection.exec_driver_sql(_TRIPLETS, values)
        for good, bad, rank, score in [(rest[:3], rest[3:6], rest[6], rest[7])]
    ]
