"""Tables that spreadsheets open: a text that a spreadsheet would take for a formula is made to be seen, not run."""

import csv
import re
from collections.abc import Iterable
from io import StringIO
from typing import Final

# What begins a formula in one spreadsheet or another, full-width forms included; a control character may hide one.
_FORMULA: Final = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20\x00-\x1f\x7f]")

Cell = str | int | float | None


def defused(cell: Cell) -> str:
    """The cell as it is written: numbers as they are, no value as nothing, a dangerous text behind an apostrophe.

    The apostrophe is what OWASP's "CSV Injection" advises: a spreadsheet shows the text, and a program that reads the
    table back takes one leading apostrophe away.
    """
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    return f"'{cell}" if _FORMULA.match(cell) or cell.startswith("'") else cell


def lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    """The rows as RFC 4180 has them, in UTF-8."""
    text = StringIO(newline="")
    csv.writer(text).writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue().encode()
