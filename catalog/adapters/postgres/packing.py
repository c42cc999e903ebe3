"""Many rows at once into arrays: PostgreSQL packs columns that all have a fixed width into a few long values.

A driver that is handed row after row, even by COPY, spends two microseconds on each of them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from catalog.adapters.postgres.bounded import BoundedConnection

_ROWS_IN_A_VALUE: Final = 65_536
_LONGEST: Final = timedelta(minutes=2)
_LATE: Final = timedelta(seconds=2)
# What makes a column's bytes of it; a column of any other type is bytes already.
_SENT: Final = {
    ">i2": "int2send({})",
    ">i4": "int4send({})",
    ">i8": "int8send({})",
    ">f4": "float4send({})",
    ">f8": "float8send({})",
    "?": "boolsend({})",
}


def packed(
    connection: Connection, statement: str, parameters: Mapping[str, Any], columns: Mapping[str, Any]
) -> NDArray[np.void]:
    """The rows of a SELECT, in its order, as a structured array with these columns, each named with its type.

    Types: `S26` for text that always has 26 bytes, `>i2`, `>i8`, `>f8`, `?`, and so on; any other is of a bytea of its
    width. Raises ValueError when a row has a NULL or a text of another length.
    """
    row = np.dtype(list(columns.items()))
    with _patient(connection) as driver, driver.cursor(binary=True) as cursor:
        values = cursor.execute(_question(statement, columns).encode(), parameters).fetchall()
    told = b"".join(value for _, _, value in values if value is not None)
    if not all(fits for _, fits, _ in values) or len(told) != sum(rows for rows, _, _ in values) * row.itemsize:
        raise ValueError(f"one of {', '.join(columns)} has no fixed width after all")
    return np.frombuffer(told, row)


def _question(statement: str, columns: Mapping[str, Any]) -> str:
    quoted = {f'"{name}"': kind for name, kind in columns.items()}
    told = " || ".join(_sent(name, kind) for name, kind in quoted.items())
    fits = [f"octet_length({name}) = {np.dtype(kind).itemsize}" for name, kind in quoted.items() if _is_text(kind)]
    return f"""
        SELECT count(*), coalesce(bool_and(fits), false), string_agg(told, ''::bytea) FROM (
            SELECT (row_number() OVER () - 1) / {_ROWS_IN_A_VALUE} AS value, {" AND ".join(["true", *fits])} AS fits,
                {told} AS told
            FROM ({statement}) AS asked ({", ".join(quoted)})
        ) AS packed GROUP BY value ORDER BY value
    """  # noqa: S608 - our own words


def _sent(name: str, kind: Any) -> str:
    return f"textsend({name})" if _is_text(kind) else _SENT.get(str(kind), "{}").format(name)


def _is_text(kind: Any) -> bool:
    return str(kind).startswith("S")


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
