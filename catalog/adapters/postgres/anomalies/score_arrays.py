"""Columns of scores as the arrays that PostgreSQL is given, and its rows as columns again."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from catalog.anomalies.columns import METHODS, ScoreColumns
from catalog.anomalies.model import NEIGHBOURS

BY_METHOD: Final = tuple(
    f"{method.value}_{part}" for part in ("raw", "percentile", "z", "flagged") for method in METHODS
)
"""The columns of the table that are kept by method, in the order of ScoreColumns."""
TYPES: Final = {name: "bool" if name.endswith("flagged") else "float8" for name in BY_METHOD}


def by_method(scores: ScoreColumns) -> dict[str, list[Any]]:
    """What is kept by method, a list for each column; None where there is no score by reference."""
    wide = np.concatenate([scores.raw, scores.percentile, scores.robust_z, scores.flagged], axis=1, dtype=object)
    columns = dict(zip(BY_METHOD, wide.T.tolist(), strict=True))
    return columns | {name: [_known(value) for value in columns[name]] for name in ("reference_raw",)}


def evidence(scores: ScoreColumns) -> dict[str, list[Any]]:
    """Neighbours and distances as one text a row, without those that are not there; lists of lists are no arrays."""
    counts = (scores.neighbour_ids != b"").sum(axis=1).tolist()
    names = zip(scores.neighbour_ids.tolist(), counts, strict=True)
    far = zip(scores.distances.tolist(), counts, strict=True)
    return {
        "near": [" ".join(one.decode() for one in row[:count]) for row, count in names],
        "far": [" ".join(map(repr, row[:count])) for row, count in far],
    }


def columns_of(rows: Iterable[Sequence[Any]]) -> ScoreColumns:
    """Rows of (image id, what is kept by method, neighbours, distances, density) as columns."""
    held = list(rows)
    wide = np.array([row[1 : 1 + len(BY_METHOD)] for row in held], np.float64).reshape(len(held), 4, len(METHODS))
    ids, far = np.zeros((len(held), NEIGHBOURS), "S26"), np.full((len(held), NEIGHBOURS), np.nan)
    for at, row in enumerate(held):
        ids[at, : len(row[-3])], far[at, : len(row[-2])] = row[-3], row[-2]
    return ScoreColumns(
        np.array([row[0] for row in held], "S26"),
        wide[:, 0],
        wide[:, 1],
        wide[:, 2],
        wide[:, 3].astype(np.bool_),
        ids,
        far,
        np.array([row[-1] for row in held], np.float64),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
