"""The transactions of feedback: image rows and what was said together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from catalog.adapters.postgres.database import Database
from catalog.adapters.postgres.feedback.ledger import PostgresFeedback
from catalog.adapters.postgres.images import PostgresImages
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class PostgresFeedbackTransaction:
    """FeedbackTransaction over one connection."""

    images: PostgresImages
    feedback: PostgresFeedback


@dataclass(frozen=True, slots=True)
class FeedbackDatabase:
    """FeedbackTransactions over the database."""

    database: Database

    @contextmanager
    def __call__(self, scope: TenantScope) -> Iterator[PostgresFeedbackTransaction]:
        """A transaction that sees one tenant."""
        with self.database.connection(scope) as connection:
            yield PostgresFeedbackTransaction(PostgresImages(connection, scope), PostgresFeedback(connection, scope))
