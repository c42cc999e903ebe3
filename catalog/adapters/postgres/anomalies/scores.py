"""Scores of one tenant by dataset and generation: written and read many at once, paged for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from catalog.adapters.postgres.anomalies.queue import listed, one, tallied
from catalog.adapters.postgres.anomalies.score_arrays import BY_METHOD, TYPES, by_method, columns_of, evidence
from catalog.adapters.postgres.datasets import parameters
from catalog.adapters.postgres.images import PostgresImages
from catalog.adapters.postgres.packing import packed
from catalog.anomalies.columns import METHODS, ScoreColumns
from catalog.anomalies.model import AnomalyListing, Score
from catalog.anomalies.ports import ScoredImage
from catalog.anomalies.scoring import Method
from catalog.tenancy import TenantScope

_OF: Final = "s.tenant_id = %(own)s AND s.dataset_id = %(dataset)s AND s.generation = %(generation)s"
_NAMES: Final = ", ".join(BY_METHOD)
_ARRAYS: Final = ", ".join(f"%({name})s::{kind}[]" for name, kind in TYPES.items())
_WRITTEN: Final = (*BY_METHOD, "neighbour_ids", "distances", "density", "later")
# Images that are gone have no row; those that are there are held until their scores are written.
_PUT: Final = f"""
INSERT INTO anomaly_scores (tenant_id, dataset_id, generation, image_id, {", ".join(_WRITTEN)})
SELECT %(own)s, %(dataset)s, %(generation)s, found.image_id, {", ".join(f"found.{name}" for name in BY_METHOD)},
    string_to_array(found.near, ' '), string_to_array(found.far, ' ')::float8[], found.density, %(later)s
FROM unnest(%(ids)s::text[], {_ARRAYS}, %(near)s::text[], %(far)s::text[], %(density)s::float8[])
    AS found (image_id, {_NAMES}, near, far, density)
JOIN images i ON i.tenant_id = %(own)s AND i.image_id = found.image_id
ORDER BY found.image_id FOR KEY SHARE OF i
ON CONFLICT (tenant_id, dataset_id, generation, image_id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in (*_WRITTEN, "scored_at"))}
"""
_AMENDED: Final = tuple(name for name in BY_METHOD if name.startswith("reference") or name.endswith("flagged"))
_AMEND: Final = f"""
UPDATE anomaly_scores s SET {", ".join(f"{name} = found.{name}" for name in _AMENDED)}
FROM unnest(%(ids)s::text[], {_ARRAYS}) AS found (image_id, {_NAMES})
WHERE {_OF} AND s.image_id = found.image_id
"""
# By where the rows lie: the planner knows nothing yet of rows that have just been written, and would join them badly.
_FORGET: Final = """
DELETE FROM anomaly_scores s WHERE s.tenant_id = %(own)s AND s.dataset_id = %(dataset)s AND s.generation < %(before)s
AND s.ctid = ANY (ARRAY(
    SELECT o.ctid FROM anomaly_scores o
    WHERE o.tenant_id = %(own)s AND o.dataset_id = %(dataset)s AND o.generation < %(before)s
    ORDER BY o.generation, o.image_id LIMIT %(limit)s
))
"""
_COLUMNS: Final = f"""
SELECT s.image_id, {", ".join(f"s.{name}" for name in BY_METHOD)}, s.neighbour_ids, s.distances, s.density
FROM anomaly_scores s WHERE {_OF} AND s.image_id = ANY(%(ids)s) ORDER BY s.image_id
"""


@dataclass(frozen=True, slots=True)
class PostgresScores:
    """ScoreRows over one connection."""

    connection: Connection
    scope: TenantScope

    def put(self, dataset_id: str, generation: int, scores: ScoreColumns, *, later: bool) -> None:
        """Write the rows, in place of those of the same images. Of images that are gone nothing is written."""
        density = {"density": scores.density.tolist(), "later": later}
        arrays = by_method(scores) | evidence(scores) | density
        self._rows(_PUT, dataset_id, generation=generation, ids=_ids(scores), **arrays)

    def amend(self, dataset_id: str, generation: int, scores: ScoreColumns) -> None:
        """Replace the reference scores and all flags of rows that are there."""
        self._rows(_AMEND, dataset_id, generation=generation, ids=_ids(scores), **by_method(scores))

    def forget(self, dataset_id: str, *, before: int, limit: int) -> int:
        """Remove up to `limit` rows of generations before that one; how many there were."""
        return int(self._rows(_FORGET, dataset_id, before=before, limit=limit).rowcount)

    def distribution(self, dataset_id: str, generation: int, method: Method) -> NDArray[np.float64]:
        """The run's raw scores, rising; not those of images that came later."""
        raw = f"s.{method.value}_raw"
        statement = f"SELECT {raw} FROM anomaly_scores s WHERE {_OF} AND NOT s.later AND {raw} IS NOT NULL ORDER BY 1"
        wanted = parameters(self.scope, dataset_id, generation=generation)
        return packed(self.connection, statement, wanted, {"raw": ">f8"})["raw"].astype(np.float64)

    def columns(self, dataset_id: str, generation: int, image_ids: Sequence[str]) -> ScoreColumns:
        """The rows of those of the images that have one, by rising id."""
        return columns_of(self._rows(_COLUMNS, dataset_id, generation=generation, ids=list(image_ids)))

    def page(self, listing: AnomalyListing, generation: int) -> list[ScoredImage]:
        """One page, in order."""
        return self._scored(listed(self.scope, listing, generation))

    def find(self, dataset_id: str, generation: int, image_id: str) -> ScoredImage | None:
        """The score of one searchable image of the dataset."""
        return next(iter(self._scored(one(self.scope, dataset_id, generation, image_id))), None)

    def tally(self, dataset_id: str, generation: int, method: Method) -> tuple[int, int, int]:
        """Of images that are searchable now: how many are flagged, judged by somebody, flagged and judged by nobody."""
        counted = tallied(self.scope, dataset_id, generation, method)
        flagged, reviewed, left = self.connection.execute(counted).one()
        return int(flagged), int(reviewed), int(left)

    def _scored(self, statement: Any) -> list[ScoredImage]:
        rows = list(self.connection.execute(statement))
        images = PostgresImages(self.connection, self.scope).searchable_among([row.image_id for row in rows])
        return [
            ScoredImage(
                images[row.image_id],
                {method: score for method in METHODS if (score := _score(row._mapping, method)) is not None},
                frozenset(method for method in METHODS if row._mapping[f"{method.value}_flagged"]),
                tuple(zip(row.neighbour_ids, row.distances, strict=True)),
                row.later,
                row.scored_at,
            )
            for row in rows
        ]

    def _rows(self, statement: str, dataset_id: str, **others: Any) -> Any:
        return self.connection.exec_driver_sql(statement, parameters(self.scope, dataset_id, **others))


def _ids(scores: ScoreColumns) -> list[str]:
    return [one.decode() for one in scores.image_ids.tolist()]


def _score(row: Any, method: Method) -> Score | None:
    raw = row[f"{method.value}_raw"]
    return None if raw is None else Score(raw, row[f"{method.value}_percentile"], row[f"{method.value}_z"])
