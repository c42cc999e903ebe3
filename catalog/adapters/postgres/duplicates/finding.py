"""The transactions of finding near-duplicates: images, jobs, hashes, edges, probes, groups and runs together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.duplicates.edges import PostgresEdges
from catalog.adapters.postgres.duplicates.found_groups import PostgresFoundGroups
from catalog.adapters.postgres.duplicates.hashes import PostgresHashes
from catalog.adapters.postgres.duplicates.probes import PostgresProbes
from catalog.adapters.postgres.duplicates.runs import PostgresRuns
from catalog.adapters.postgres.images import PostgresImages
from catalog.adapters.postgres.job_requests import PostgresJobRequests
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class PostgresFinding:
    """DuplicateTransaction over one connection."""

    images: PostgresImages
    jobs: PostgresJobRequests
    hashes: PostgresHashes
    edges: PostgresEdges
    probes: PostgresProbes
    found_groups: PostgresFoundGroups
    runs: PostgresRuns


@dataclass(frozen=True, slots=True)
class FindingDatabase:
    """DuplicateTransactions over the database; rings the bell for jobs once they are committed."""

    database: Database

    @contextmanager
    def __call__(self, scope: TenantScope) -> Iterator[PostgresFinding]:
        """A transaction that sees one tenant."""
        with self.database.connection(scope) as connection:
            jobs = PostgresJobRequests(connection, scope)
            yield PostgresFinding(
                PostgresImages(connection, scope),
                jobs,
                PostgresHashes(connection, scope),
                PostgresEdges(connection, scope),
                PostgresProbes(connection, scope),
                PostgresFoundGroups(connection, scope),
                PostgresRuns(connection, scope),
            )
        self.database.ring(jobs.rings)
