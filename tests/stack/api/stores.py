"""What a tenant holds in each of the stores, seen from behind: object keys, rows, jobs and points."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from qdrant_client import QdrantClient, models

from catalog.adapters import s3
from catalog.adapters.qdrant.collections import ALIAS
from catalog.adapters.qdrant.connection import open_client as open_qdrant
from catalog.jobs.model import JobKind
from catalog.jobs.schedules import SCHEDULES


@dataclass(frozen=True, slots=True)
class Holdings:
    """Keys under staging and originals, image ids with their state, jobs by kind, known uploads and points."""

    objects: frozenset[str]
    images: tuple[tuple[Any, ...], ...]
    jobs: Mapping[str, int]
    uploads: int
    points: int


@dataclass(frozen=True, slots=True)
class Stores:
    """Reads the stores as their owner."""

    database_url: str
    s3: s3.S3Store
    qdrant: QdrantClient

    def holdings(self, tenant_id: UUID) -> Holdings:
        """All that a tenant holds; thumbnails, and jobs that come by themselves some time later, are left out."""
        return Holdings(
            frozenset((*self.keys(f"t/{tenant_id}/staging/"), *self.keys(f"t/{tenant_id}/originals/"))),
            tuple(self.rows("SELECT image_id, state FROM images WHERE tenant_id = %s ORDER BY 1", tenant_id)),
            Counter(dict(self.rows(_JOBS, tenant_id, _BY_THEMSELVES))),
            len(self.rows("SELECT 1 FROM uploads WHERE tenant_id = %s", tenant_id)),
            len(self.points(tenant_id)),
        )

    def keys(self, prefix: str) -> list[str]:
        """The keys of the objects under a prefix."""
        return [stored.key for stored in self.s3.list_under(prefix)]

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the owner of the database, whom no policy binds, is answered."""
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def points(self, tenant_id: UUID) -> list[models.Record]:
        """The tenant's points with their payload, at most 1000."""
        if not self.qdrant.collection_exists(ALIAS):
            return []
        whose = models.FieldCondition(key="tenant_id", match=models.MatchValue(value=str(tenant_id)))
        return self.qdrant.scroll(ALIAS, scroll_filter=models.Filter(must=[whose]), limit=1000)[0]


_JOBS = "SELECT kind, count(*) FROM jobs WHERE tenant_id = %s AND kind <> ALL(%s) GROUP BY kind"
# What the clock asks for, and what a probe asks for when it ends.
_BY_THEMSELVES = [*(schedule.kind.value for schedule in SCHEDULES), JobKind.SCORE_NEWCOMERS.value]


@contextmanager
def open_stores(environment: Mapping[str, str]) -> Iterator[Stores]:
    """The stores of the stack with these variables."""
    client = s3.open_client(
        environment["S3_ENDPOINT"],
        region=environment["S3_REGION"],
        access_key=environment["S3_ACCESS_KEY"],
        secret_key=environment["S3_SECRET_KEY"],
        connections=4,
    )
    qdrant = open_qdrant(environment["QDRANT_URL"], api_key=environment["QDRANT_API_KEY"], timeout_s=30)
    try:
        yield Stores(
            environment["MIGRATION_DATABASE_URL"], s3.S3Store(client, client, environment["S3_BUCKET"]), qdrant
        )
    finally:
        qdrant.close()
        client.close()
