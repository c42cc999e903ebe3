"""A connection that gives up on a server which took the question and never answers: its own limits cannot help then."""

from datetime import timedelta
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from sqlalchemy import Engine, event


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that is closed, with OperationalError, when one exchange with the server takes too long."""

    longest_s: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Finish an exchange with the server. Raises OperationalError after `longest_s`; it is then lost."""
        try:
            return super().wait(gen, interval, timeout or self.longest_s)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                # Half-way through an exchange: what comes next on this connection cannot be told from what is late.
                self.pgconn.finish()
            raise


def bound(engine: Engine, longest: timedelta) -> None:
    """Make the engine's connections to come give up on an exchange after `longest`."""

    def connect(_dialect: object, _record: object, arguments: Any, options: Any) -> BoundedConnection:
        connection = BoundedConnection.connect(*arguments, **options)
        connection.longest_s = longest.total_seconds()
        return connection

    event.listen(engine, "do_connect", connect)
