"""The transactions of review: images, trash, jobs, groups, evidence, verdicts and batches together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from catalog.adapters.postgres.database import Database, translated
from catalog.adapters.postgres.duplicates.batches import PostgresBatches
from catalog.adapters.postgres.duplicates.evidence import PostgresEvidence
from catalog.adapters.postgres.duplicates.groups import PostgresGroups
from catalog.adapters.postgres.duplicates.verdicts import PostgresVerdicts
from catalog.adapters.postgres.images import PostgresImages
from catalog.adapters.postgres.job_requests import PostgresJobRequests
from catalog.adapters.postgres.trash import PostgresTrash
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class PostgresReview:
    """ReviewTransaction over one connection."""

    connection: Connection
    images: PostgresImages
    trash: PostgresTrash
    jobs: PostgresJobRequests
    groups: PostgresGroups
    evidence: PostgresEvidence
    verdicts: PostgresVerdicts
    batches: PostgresBatches

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A savepoint: what fails inside is rolled back by itself. Raises DatabaseUnavailable."""
        with translated(), self.connection.begin_nested():
            yield


@dataclass(frozen=True, slots=True)
class ReviewDatabase:
    """ReviewTransactions over the database; rings the bell for jobs once they are committed."""

    database: Database

    @contextmanager
    def __call__(self, scope: TenantScope) -> Iterator[PostgresReview]:
        """A transaction that sees one tenant."""
        with self.database.connection(scope) as connection:
            jobs = PostgresJobRequests(connection, scope)
            yield PostgresReview(
                connection,
                PostgresImages(connection, scope),
                PostgresTrash(connection, scope),
                jobs,
                PostgresGroups(connection, scope),
                PostgresEvidence(connection, scope),
                PostgresVerdicts(connection, scope),
                PostgresBatches(connection, scope),
            )
        self.database.ring(jobs.rings)
