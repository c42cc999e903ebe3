"""Images that came after a run, held against it: scored at once, while the run and everybody else's score stay.

An image costs its share of one question for nearest neighbours, for up to CHUNK images at a time. Its neighbours are
among the images that have a score; the search for them is approximate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from catalog.anomalies.columns import METHODS, ScoreColumns
from catalog.anomalies.index_neighbours import ASKED
from catalog.anomalies.judging import Measure, Scores, against, flags
from catalog.anomalies.local_outlier import Densities, density_among, distances, mean, outlier_factors
from catalog.anomalies.model import NEIGHBOURS, AnomalyRun
from catalog.anomalies.neighbours import Neighbours, Vectors
from catalog.anomalies.ports import AnomalyTransactions, DatasetVectors
from catalog.anomalies.rescoring import Rescoring, placed_all
from catalog.anomalies.scoring import Method
from catalog.embeddings.model import VectorSpace
from catalog.embeddings.spaces import Spaces
from catalog.failpoints import failpoint
from catalog.images.ports import Match
from catalog.jobs.handle import JobHandle, JobProgress
from catalog.tenancy import TenantScope

CHUNK: Final = 64


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Scores what has no score yet, wherever something has been scored before."""

    transactions: AnomalyTransactions
    spaces: Spaces
    reader: DatasetVectors
    rescoring: Rescoring

    def score(self, scope: TenantScope, after: str, job: JobHandle) -> None:
        """Score images past that id. Raises Unavailable, JobStopped or LeaseLost; what is done is kept."""
        failpoint("newcomers.after_claim")
        space = self.spaces.live()
        with self.transactions(scope) as tx:
            runs = [run for run in tx.runs.all() if run.enough and run.model_version == space.model_version]
        for run in runs:
            _Held(self, scope, space, run, job).score(after)


@dataclass(slots=True)
class _Held:
    """Newcomers of one dataset, held against its run."""

    parts: Newcomers
    scope: TenantScope
    space: VectorSpace
    run: AnomalyRun
    job: JobHandle
    scored: int = 0

    def score(self, after: str) -> None:
        """Page by page; a run that came meanwhile asks for those that it has not seen itself."""
        with self.parts.transactions(self.scope) as tx:
            distributions = [tx.scores.distribution(*self._run, method) for method in METHODS]
        while image_ids := self._unscored(after):
            known, vectors = self.parts.reader.vectors(self.scope, self.space, image_ids)
            there = [one for one, is_known in zip(image_ids, known.tolist(), strict=True) if is_known]
            self._put(there, vectors[known], distributions)
            failpoint("newcomers.after_rows")
            after, self.scored = image_ids[-1], self.scored + len(there)
            self.job.checkpoint(JobProgress("scoring", self.scored, message="scoring images that have just come"))

    @property
    def _run(self) -> tuple[str, int]:
        return self.run.dataset_id, self.run.generation

    def _unscored(self, after: str) -> list[str]:
        with self.parts.transactions(self.scope) as tx:
            return tx.images.unscored(*self._run, after=after, limit=CHUNK)

    def _put(self, image_ids: Sequence[str], vectors: Vectors, distributions: Sequence[Scores]) -> None:
        """Find their neighbours, and write what that makes of them."""
        matches = self.parts.reader.neighbours(
            self.scope, self.space, vectors, least=-1.0, limit=ASKED, dataset_id=self.run.dataset_id
        )
        near = sorted({match.image_id for one in matches for match in one})
        with self.parts.transactions(self.scope) as tx:
            # Of these and a review that is written at the same time, whichever is second sees the other.
            tx.runs.hold(self.run.dataset_id)
            mates, among = tx.images.mates(self.run.dataset_id, image_ids), tx.scores.columns(*self._run, near)
            references = self.parts.rescoring.references(tx, self.scope, self.space, self.run.dataset_id)
            neighbours = _neighbours(image_ids, matches, mates, among)
            reference, nearest_reference = against(vectors, references)
            raw, density = _raw(neighbours, among, reference)
            found = ScoreColumns(
                np.array(image_ids, "S26"),
                raw,
                *placed_all(raw, distributions),
                flags(raw, nearest_reference, Measure(self.run.fences, self.run.reach)),
                np.append(among.image_ids, np.zeros(1, "S26"))[neighbours.index],
                distances(neighbours)[0].clip(min=0.0),
                density,
            )
            tx.scores.put(*self._run, found, later=True)


def _neighbours(
    image_ids: Sequence[str], matches: Sequence[Sequence[Match]], mates: Mapping[str, set[str]], among: ScoreColumns
) -> Neighbours:
    """The nearest of the scored images to each, but for itself and its group, by their numbers among these."""
    numbers = {one.decode(): number for number, one in enumerate(among.image_ids.tolist())}
    index = np.full((len(image_ids), NEIGHBOURS), -1, np.int32)
    similarity = np.full((len(image_ids), NEIGHBOURS), np.nan, np.float32)
    for own, (image_id, found) in enumerate(zip(image_ids, matches, strict=True)):
        left_out = mates.get(image_id, set()) | {image_id}
        kept = [match for match in found if match.image_id in numbers and match.image_id not in left_out][:NEIGHBOURS]
        index[own, : len(kept)] = [numbers[match.image_id] for match in kept]
        similarity[own, : len(kept)] = [min(1.0, match.similarity) for match in kept]
    return Neighbours(index, similarity, exact=False)


def _raw(neighbours: Neighbours, among: ScoreColumns, reference: Scores) -> tuple[Scores, Scores]:
    """(n, methods) scores by METHODS, and (n,) densities."""
    distance, known = distances(neighbours)
    # One more, whom nobody has for a neighbour, so that there is somebody even where nothing is near.
    furthest = np.append(np.nan_to_num(among.distances).max(axis=1, initial=0.0), 0.0)
    dense = Densities(furthest, np.append(among.density, 1.0))
    by_method = {
        Method.DNN: np.where(known[:, 0], distance[:, 0], 0.0),
        Method.KNN: mean(distance, known, otherwise=0.0),
        Method.LOF: outlier_factors(neighbours, dense),
        Method.REFERENCE: reference,
    }
    return np.column_stack([by_method[method] for method in METHODS]), density_among(neighbours, dense)
