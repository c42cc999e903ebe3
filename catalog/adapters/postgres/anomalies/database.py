"""The transactions of odd images: which images there are, runs, scores, reviews and jobs together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from catalog.adapters.postgres.anomalies.images import PostgresScoredImages
from catalog.adapters.postgres.anomalies.reviews import PostgresReviews
from catalog.adapters.postgres.anomalies.runs import PostgresRuns
from catalog.adapters.postgres.anomalies.scores import PostgresScores
from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.job_requests import PostgresJobRequests
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class PostgresAnomalies:
    """AnomalyTransaction over one connection."""

    jobs: PostgresJobRequests
    images: PostgresScoredImages
    runs: PostgresRuns
    scores: PostgresScores
    reviews: PostgresReviews


@dataclass(frozen=True, slots=True)
class AnomalyDatabase:
    """AnomalyTransactions over the database; rings the bell for jobs once they are committed."""

    database: Database

    @contextmanager
    def __call__(self, scope: TenantScope) -> Iterator[PostgresAnomalies]:
        """A transaction that sees one tenant."""
        with self.database.connection(scope) as connection:
            jobs = PostgresJobRequests(connection, scope)
            yield PostgresAnomalies(
                jobs,
                PostgresScoredImages(connection, scope),
                PostgresRuns(connection, scope),
                PostgresScores(connection, scope),
                PostgresReviews(connection, scope),
            )
        self.database.ring(jobs.rings)
