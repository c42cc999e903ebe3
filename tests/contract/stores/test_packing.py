"""Rows into arrays: every row, in order, and a complaint rather than a row that is read wrongly."""

import numpy as np
import pytest

from catalog.adapters.postgres.packing import packed
from tests.contract.stores.conftest import Ledger

COLUMNS = {"name": "S4", "at": ">i4", "share": ">f8", "even": "?", "raw": ">u2"}
ROWS = """
    SELECT lpad(to_hex(at), 4, '0'), at, at / 7.0::float8, mod(at, 2) = 0, '\\x0102'::bytea
    FROM generate_series(0, {}) at
"""


@pytest.mark.parametrize("last", [-1, 0, 65_534, 65_535, 65_536])
def test_every_row_comes_in_order(ledger: Ledger, last: int) -> None:
    with ledger.database.connection(ledger.tenant()) as connection:
        rows = packed(connection, ROWS.format(last), {}, COLUMNS)
    at = np.arange(last + 1)
    assert rows["at"].tolist() == at.tolist()
    assert rows["name"].tolist() == [(b"%04x" % one)[:4] for one in at.tolist()]
    assert rows["share"].tolist() == (at / 7).tolist()
    assert rows["even"].tolist() == (at % 2 == 0).tolist()
    assert (rows["raw"] == 0x0102).all()


@pytest.mark.parametrize(
    "broken", ["'abc', 1", "'abcde', 1", "NULL, 1", "'abcd', NULL"], ids=["short", "long", "no text", "no number"]
)
def test_a_row_that_does_not_fit_is_refused(ledger: Ledger, broken: str) -> None:
    rows = f"SELECT 'abcd', 1 UNION ALL SELECT {broken}"
    with ledger.database.connection(ledger.tenant()) as connection, pytest.raises(ValueError, match="fixed width"):
        packed(connection, rows, {}, {"name": "S4", "at": ">i4"})
