"""Many rows at once into arrays: PostgreSQL's binary COPY of columns that all have a fixed width."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from catalog.adapters.postgres.bounded import BoundedConnection

_HEADER: Final = 19
_TRAILER: Final = 2
_LONGEST: Final = timedelta(minutes=2)
_LATE: Final = timedelta(seconds=2)


def copied(
    connection: Connection, statement: str, parameters: Mapping[str, Any], columns: Mapping[str, Any]
) -> NDArray[np.void]:
    """The rows of a SELECT as a structured array with these columns, each named with its type as it is sent.

    Types: `S26` for text that always has 26 letters, `>i2`, `>i8`, `>f8`, `?`, and so on. Raises ValueError when a row
    has a NULL or a text of another length.
    """
    row = _row(columns)
    data = bytearray()
    question = f"COPY ({statement}) TO STDOUT (FORMAT binary)"
    with _patient(connection) as driver, driver.cursor() as cursor, cursor.copy(question, parameters) as copy:
        for block in copy:
            data += block
    body = memoryview(data)[_HEADER:-_TRAILER]
    if len(body) % row.itemsize:
        raise ValueError("a column has no fixed width after all")
    rows = np.frombuffer(body, row)
    for name, kind in columns.items():
        if not (rows[f"{name} bytes"] == np.dtype(kind).itemsize).all():
            raise ValueError(f"{name} has no fixed width after all")
    return rows


def _row(columns: Mapping[str, Any]) -> np.dtype[Any]:
    fields: list[tuple[str, Any]] = [("columns", ">i2")]
    for name, kind in columns.items():
        fields += [(f"{name} bytes", ">i4"), (name, kind)]
    return np.dtype(fields)


@contextmanager
def _patient(connection: Connection) -> Iterator[BoundedConnection]:
    """The driver's connection, which waits longer than for a request until this ends: a million rows take seconds."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, BoundedConnection):
        raise TypeError("the engine's connections are bounded")
    longest = driver.longest_s
    driver.longest_s = (_LONGEST + _LATE).total_seconds()
    allowed = driver.execute("SHOW statement_timeout").fetchone()
    driver.execute(f"SET LOCAL statement_timeout = {int(_LONGEST.total_seconds() * 1000)}")
    try:
        yield driver
        driver.execute("SELECT set_config('statement_timeout', %s, true)", allowed)
    finally:
        driver.longest_s = longest
