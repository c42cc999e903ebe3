"""The scoring of a dataset: read its vectors, find everybody's neighbours, write scores, and let them count at once.

Scores are written under the number of a new generation, which nobody reads until one statement makes it the run's. What
was killed before leaves the scores that were there, and rows that the next scoring removes.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.anomalies.columns import METHODS, ScoreColumns
from catalog.anomalies.index_neighbours import IndexNeighbours
from catalog.anomalies.judging import Measure, against, flags, reach_of, scaling
from catalog.anomalies.local_outlier import densities, distances
from catalog.anomalies.model import NEIGHBOURS, AnomalyRun
from catalog.anomalies.neighbours import UNGROUPED, Groups, Neighbours, Vectors, nearest
from catalog.anomalies.ports import AnomalyTransaction, AnomalyTransactions, DatasetVectors
from catalog.anomalies.rescoring import Rescoring
from catalog.anomalies.run_progress import RunPhase, RunProgress
from catalog.anomalies.scoring import Method, counted_once, enough, raw_scores
from catalog.embeddings.model import VectorSpace
from catalog.embeddings.spaces import Spaces
from catalog.failpoints import failpoint
from catalog.jobs.handle import JobHandle
from catalog.jobs.model import JobKind, NewJob
from catalog.tenancy import TenantScope

READ_AT_ONCE: Final = 4_096
WRITTEN_AT_ONCE: Final = 4_096
FORGOTTEN_AT_ONCE: Final = 5_000
# Comparing all with all takes four times as long for twice as many; beyond this the index is asked.
MOST_EXACT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Scoring:
    """Scores datasets."""

    transactions: AnomalyTransactions
    spaces: Spaces
    reader: DatasetVectors
    rescoring: Rescoring

    def score(self, scope: TenantScope, dataset_id: str, job: JobHandle) -> None:
        """Score the dataset whole. Raises Unavailable, JobStopped or LeaseLost; the scores from before then stay."""
        failpoint("score.after_claim")
        # Vectors of two models say nothing to each other: when another one went live meanwhile, it begins again.
        while not _Attempt(self, scope, dataset_id, self.spaces.live(), job).is_done():
            pass
        self._forget(scope, dataset_id)
        failpoint("score.after_forgetting")

    def _forget(self, scope: TenantScope, dataset_id: str) -> None:
        """Remove what was written before the run that counts, in bites that a statement has time for.

        Not what is written after it: that is another scoring at work.
        """
        removed = FORGOTTEN_AT_ONCE
        while removed == FORGOTTEN_AT_ONCE:
            with self.transactions(scope) as tx:
                run = tx.runs.find(dataset_id)
                if run is None:
                    return
                removed = tx.scores.forget(dataset_id, before=run.generation, limit=FORGOTTEN_AT_ONCE)


@dataclass(slots=True)
class _Attempt:
    """One scoring in one space."""

    parts: Scoring
    scope: TenantScope
    dataset_id: str
    space: VectorSpace
    job: JobHandle
    generation: int = 0
    images: int = 0
    is_exact: bool = True
    references: frozenset[str] = frozenset()
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    progress: RunProgress = field(init=False)

    def is_done(self) -> bool:
        """Do it all; False when the model was changed meanwhile and nothing counts."""
        with self.parts.transactions(self.scope) as tx:
            self.generation = tx.runs.new_generation(self.dataset_id)
            ids, groups = tx.images.ids(self.dataset_id), tx.images.groups(self.dataset_id)
            self.references = tx.reviews.references(self.dataset_id)
            normal = tx.images.with_contents(self.dataset_id, self.references)
        self.images, self.progress = len(ids), RunProgress(self.job, len(ids))
        ids, vectors = self._read(ids)
        failpoint("score.after_reading")
        if self._is_stale():
            return False
        group = numbered(ids, *groups)
        if not enough(counted_once(group), NEIGHBOURS):
            return self._switch(self._run(0, Measure({}, 0.0), np.zeros((0, len(METHODS)), np.bool_)))
        found, measure = self._scored(ids, vectors, group, np.isin(ids, np.array(list(normal.values()), "S26")))
        self.progress.flagged = int(found.flagged[:, METHODS.index(Method.KNN)].sum())
        self._write(found)
        return not self._is_stale() and self._switch(self._run(len(ids), measure, found.flagged, len(normal)))

    def _read(self, ids: NDArray[np.bytes_]) -> tuple[NDArray[np.bytes_], Vectors]:
        """Those of the images that the index has, and their vectors."""
        held, there, count = np.empty((len(ids), self.space.dimension), np.float32), np.zeros(len(ids), np.bool_), 0
        for begin in range(0, len(ids), READ_AT_ONCE):
            some = [one.decode() for one in ids[begin : begin + READ_AT_ONCE].tolist()]
            known, vectors = self.parts.reader.vectors(self.scope, self.space, some)
            there[begin : begin + len(some)] = known
            held[count : count + known.sum()] = vectors[known]
            count += int(known.sum())
            self.progress.tell(RunPhase.READING, (begin + len(some)) / len(ids))
        return ids[there], held[:count]

    def _scored(
        self, ids: NDArray[np.bytes_], vectors: Vectors, group: Groups, is_normal: NDArray[np.bool_]
    ) -> tuple[ScoreColumns, Measure]:
        neighbours = self._neighbours(ids, vectors, group)
        by_method = dict(raw_scores(neighbours))
        by_method[Method.REFERENCE], nearest_reference = against(vectors, vectors[is_normal])
        raw = np.column_stack([by_method[method] for method in METHODS])
        scale = scaling(raw)
        measure = Measure(scale.fences, reach_of(raw))
        found = ScoreColumns(
            ids,
            raw,
            scale.percentile,
            scale.robust_z,
            flags(raw, nearest_reference, measure),
            _named(ids, neighbours),
            distances(neighbours)[0].clip(min=0.0),
            densities(neighbours).density,
        )
        return found, measure

    def _neighbours(self, ids: NDArray[np.bytes_], vectors: Vectors, group: Groups) -> Neighbours:
        def check(share: float) -> None:
            self.progress.tell(RunPhase.COMPARING, share)

        if len(ids) <= MOST_EXACT:
            return nearest(vectors, NEIGHBOURS, group=group, check=check)
        self.is_exact = False
        index = IndexNeighbours(self.parts.reader, self.scope, self.space, self.dataset_id)
        return index.nearest(ids, vectors, NEIGHBOURS, group=group, check=check)

    def _write(self, found: ScoreColumns) -> None:
        for begin in range(0, len(found), WRITTEN_AT_ONCE):
            some = found.only(slice(begin, begin + WRITTEN_AT_ONCE))
            with self.parts.transactions(self.scope) as tx:
                tx.scores.put(self.dataset_id, self.generation, some, later=False)
            failpoint("score.after_rows")
            self.progress.tell(RunPhase.WRITING, (begin + len(some)) / len(found))

    def _run(self, scored: int, by: Measure, flagged: NDArray[np.bool_], references: int = 0) -> AnomalyRun:
        counts = dict(zip(METHODS, flagged.sum(axis=0).tolist(), strict=True))
        return AnomalyRun(
            self.dataset_id,
            self.generation,
            self.space.model_version,
            images=self.images,
            scored=scored,
            k=NEIGHBOURS,
            exact=self.is_exact,
            enough=scored > 0,
            references=references,
            reach=by.reach,
            fences=by.fences,
            flagged={method: counts[method] for method in by.fences},
            started_at=self.started_at,
            finished_at=datetime.now(UTC),
        )

    def _switch(self, run: AnomalyRun) -> bool:
        """Let the run count. One that began later is left to count instead."""
        failpoint("score.before_switch")
        with self.parts.transactions(self.scope) as tx:
            tx.runs.hold(self.dataset_id)
            if tx.runs.switch(run):
                # What people said was normal, or not any more, while this was going on.
                said = self.references ^ tx.reviews.references(self.dataset_id)
                self.parts.rescoring.around(tx, self.scope, self.space, run, said)
                self._ask_for_newcomers(tx, run)
        failpoint("score.after_switch")
        return True

    def _ask_for_newcomers(self, tx: AnomalyTransaction, run: AnomalyRun) -> None:
        """What came while this was going on has been held against the run before at best."""
        if run.enough and tx.images.unscored(self.dataset_id, run.generation, after="", limit=1):
            tx.jobs.ask(NewJob(JobKind.SCORE_NEWCOMERS, str(self.job.job_id), {"after": ""}))

    def _is_stale(self) -> bool:
        return self.parts.spaces.live().model_version != self.space.model_version


def numbered(ids: NDArray[np.bytes_], names: NDArray[np.bytes_], members: NDArray[np.bytes_]) -> Groups:
    """The number of each image's group, UNGROUPED where it has none; `ids` rise, members who are not there are left."""
    group = np.full(len(ids), UNGROUPED, np.int32)
    if len(ids) and len(members):
        _, number = np.unique(names, return_inverse=True)
        place = np.searchsorted(ids, members).clip(max=len(ids) - 1)
        there = ids[place] == members
        group[place[there]] = number[there]
    return group


def _named(ids: NDArray[np.bytes_], neighbours: Neighbours) -> NDArray[np.bytes_]:
    """Neighbours by their ids instead of their numbers, empty where there is none."""
    return np.where(neighbours.index >= 0, ids[np.maximum(neighbours.index, 0)], b"").astype("S26")
