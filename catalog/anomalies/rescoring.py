"""What changes at once when people say that something is normal, or is not any more: the scores of its look-alikes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from catalog.anomalies.columns import METHODS, ScoreColumns
from catalog.anomalies.judging import NOTHING, REFERENCE, Measure, Scores, against, flags
from catalog.anomalies.model import AnomalyRun
from catalog.anomalies.neighbours import Vectors
from catalog.anomalies.ports import AnomalyTransaction, DatasetVectors
from catalog.anomalies.scoring import Method, scaled_one
from catalog.embeddings.model import VectorSpace
from catalog.tenancy import TenantScope

MOST_ALIKE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Rescoring:
    """Holds images against the reference set as it is now."""

    reader: DatasetVectors

    def around(
        self, tx: AnomalyTransaction, scope: TenantScope, space: VectorSpace, run: AnomalyRun, sha256s: Collection[str]
    ) -> None:
        """Score anew, against references alone, the images of these contents and all (up to 1,000 each) in their reach.

        The others keep the reference score that the run gave them until the next one. Of a run of another model nothing
        is scored. Raises IndexUnavailable.
        """
        if not run.enough or not sha256s or run.model_version != space.model_version:
            return
        own = sorted(tx.images.with_contents(run.dataset_id, sha256s).values())
        image_ids = self._alike(scope, space, run, own)
        found = tx.scores.columns(run.dataset_id, run.generation, image_ids)
        known, vectors = self.reader.vectors(scope, space, [one.decode() for one in found.image_ids.tolist()])
        if known.any():
            references = self.references(tx, scope, space, run.dataset_id)
            sorted_raw = tx.scores.distribution(run.dataset_id, run.generation, Method.REFERENCE)
            anew = _anew(found.only(known), vectors[known], references, sorted_raw, Measure(run.fences, run.reach))
            tx.scores.amend(run.dataset_id, run.generation, anew)

    def references(self, tx: AnomalyTransaction, scope: TenantScope, space: VectorSpace, dataset_id: str) -> Vectors:
        """The vectors (r, dimension) of what is normal and searchable now."""
        normal = tx.images.with_contents(dataset_id, tx.reviews.references(dataset_id))
        known, vectors = self.reader.vectors(scope, space, sorted(normal.values()))
        return vectors[known]

    def _alike(self, scope: TenantScope, space: VectorSpace, run: AnomalyRun, own: Sequence[str]) -> list[str]:
        """These and the images in their reach."""
        known, vectors = self.reader.vectors(scope, space, own)
        least = 1 - run.reach - NOTHING
        near = self.reader.neighbours(
            scope, space, vectors[known], least=least, limit=MOST_ALIKE, dataset_id=run.dataset_id
        )
        return sorted({match.image_id for matches in near for match in matches} | set(own))


def _anew(found: ScoreColumns, vectors: Vectors, references: Vectors, sorted_raw: Scores, by: Measure) -> ScoreColumns:
    scores, nearest_reference = against(vectors, references)
    raw, percentile, robust_z = found.raw.copy(), found.percentile.copy(), found.robust_z.copy()
    raw[:, REFERENCE] = scores
    percentile[:, REFERENCE], robust_z[:, REFERENCE] = placed(scores, sorted_raw)
    flagged = flags(raw, nearest_reference, by)
    return replace(found, raw=raw, percentile=percentile, robust_z=robust_z, flagged=flagged)


def placed(values: Scores, sorted_raw: Scores) -> tuple[Scores, Scores]:
    """(n,) percentile and (n,) robust z of scores that came after the run, which are nan where there are none."""
    each = [scaled_one(value, sorted_raw) if np.isfinite(value) else (50.0, 0.0) for value in values.tolist()]
    found = np.array(each, np.float64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def placed_all(raw: Scores, distributions: Sequence[Scores]) -> tuple[Scores, Scores]:
    """The same of every column (n, methods), each by the scores of its method."""
    columns = [placed(raw[:, column], distributions[column]) for column in range(len(METHODS))]
    return np.column_stack([one for one, _ in columns]), np.column_stack([one for _, one in columns])
