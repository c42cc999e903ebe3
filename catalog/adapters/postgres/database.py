"""Connections and transactions: the only place that commits. Each transaction tells PostgreSQL whom it may see."""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from psycopg import Connection as DriverConnection
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from catalog.adapters.postgres.bounded import bound
from catalog.adapters.postgres.images import PostgresImages
from catalog.adapters.postgres.job_requests import PostgresJobRequests
from catalog.adapters.postgres.quality import PostgresQuality
from catalog.adapters.postgres.trash import PostgresTrash
from catalog.errors import DatabaseUnavailable, QueueUnavailable
from catalog.jobs.model import Summons
from catalog.jobs.ports import Bell
from catalog.tenancy import SystemScope, TenantScope

_log = structlog.get_logger(__name__)

# Transaction-local, so that a pooled connection forgets whom it served. Policies see nothing when both are unset.
_SEE_TENANT: Final = "SELECT set_config('app.tenant_id', %s, true)"
_SEE_SYSTEM: Final = "SELECT set_config('app.system', 'on', true)"
_ANYTHING: Final = text("SELECT 1")
_WAIT_FOR_CONNECTION_S: Final = 2.0
# How much later than its own limit on a statement the server's word may come.
_LATE: Final = timedelta(seconds=2)


def open_engine(url: str, *, pool_size: int, statement_timeout: timedelta) -> Engine:
    """An engine whose every wait is bounded: for a connection, for the server, for a statement, for a lock."""
    milliseconds = int(statement_timeout.total_seconds() * 1000)
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_WAIT_FOR_CONNECTION_S,
        connect_args={
            "connect_timeout": 2,
            "options": f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds} "
            f"-c idle_in_transaction_session_timeout=30000 -c timezone=UTC",
        },
    )
    event.listen(engine, "checkout", _check_alive)
    bound(engine, statement_timeout + _LATE)
    return engine


@dataclass(frozen=True, slots=True)
class PostgresTransaction:
    """The repositories of one transaction, and the jobs that it asked for."""

    images: PostgresImages
    jobs: PostgresJobRequests
    trash: PostgresTrash
    quality: PostgresQuality


@dataclass(frozen=True, slots=True)
class Database:
    """Opens transactions and rings the bell for jobs once they are committed."""

    engine: Engine
    bell: Bell

    @contextmanager
    def __call__(self, scope: TenantScope) -> Iterator[PostgresTransaction]:
        """A transaction that sees one tenant."""
        with self.connection(scope) as connection:
            jobs = PostgresJobRequests(connection, scope)
            parts = PostgresTrash(connection, scope), PostgresQuality(connection, scope)
            yield PostgresTransaction(PostgresImages(connection, scope), jobs, *parts)
        self.ring(jobs.rings)

    @contextmanager
    def connection(self, scope: TenantScope | SystemScope) -> Iterator[Connection]:
        """A connection inside a transaction that sees what the scope may see. Raises DatabaseUnavailable."""
        with translated(), self.engine.begin() as connection:
            if isinstance(scope, TenantScope):
                connection.exec_driver_sql(_SEE_TENANT, (str(scope.tenant_id),))
            else:
                connection.exec_driver_sql(_SEE_SYSTEM)
            yield connection

    def ping(self) -> None:
        """Raise DatabaseUnavailable unless PostgreSQL answers."""
        with translated(), self.engine.connect() as connection:
            connection.execute(_ANYTHING)

    def ring(self, summonses: list[Summons]) -> None:
        """Ring for jobs whose rows are committed; what cannot be rung for is left to the sweeper."""
        for summons in summonses:
            try:
                self.bell.ring(summons)
            except QueueUnavailable as error:
                _log.warning("bell not rung", kind=summons.kind, error=str(error))
                return


def _check_alive(driver: DriverConnection, _record: object, _proxy: object) -> None:
    """Replace the pool's connections when the server has closed this one: an idle one has something to read only then.

    It saves the round trip of a ping before each transaction.
    """
    waiting = select.poll()
    waiting.register(driver.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise InvalidatePoolError


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's word for "not there" into the catalog's."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise DatabaseUnavailable("PostgreSQL does not answer") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseUnavailable("PostgreSQL closed the connection") from error
        raise
