"""The transactions of clustering: images, jobs, collections and clusterings together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from catalog.adapters.postgres.clusters.clusterings import PostgresClusterings
from catalog.adapters.postgres.clusters.collections import PostgresCollections
from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.images import PostgresImages
from catalog.adapters.postgres.job_requests import PostgresJobRequests
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class PostgresClustering:
    """ClusterTransaction over one connection."""

    images: PostgresImages
    jobs: PostgresJobRequests
    collections: PostgresCollections
    clusterings: PostgresClusterings


@dataclass(frozen=True, slots=True)
class ClusterDatabase:
    """ClusterTransactions over the database; rings the bell for jobs once they are committed."""

    database: Database

    @contextmanager
    def __call__(self, scope: TenantScope) -> Iterator[PostgresClustering]:
        """A transaction that sees one tenant."""
        with self.database.connection(scope) as connection:
            jobs = PostgresJobRequests(connection, scope)
            yield PostgresClustering(
                PostgresImages(connection, scope),
                jobs,
                PostgresCollections(connection, scope),
                PostgresClusterings(connection, scope),
            )
        self.database.ring(jobs.rings)
