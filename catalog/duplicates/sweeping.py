"""The sweep: every pair of a dataset that may be near-duplicates, found, confirmed, kept, and grouped.

It goes on where it was stopped or killed: candidates are joined anew, always to the same pairs, and those that the
cursor has passed are passed over. Two sweeps at once write the same edges.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import structlog
from numpy.typing import NDArray

from catalog.duplicates.confirming import Confirming
from catalog.duplicates.edge_columns import EdgeColumns
from catalog.duplicates.hash_table import HashTable
from catalog.duplicates.joining import CandidatePairs, find_candidates
from catalog.duplicates.model import WHOLE_TENANT
from catalog.duplicates.ports import DuplicateTransaction, DuplicateTransactions, VectorReader
from catalog.duplicates.regrouping import Regrouping
from catalog.duplicates.rehashing import Rehashing
from catalog.duplicates.sweep_progress import SweepCursor, SweepPhase, shown
from catalog.duplicates.variants import find_variants
from catalog.embeddings.model import VectorSpace
from catalog.embeddings.spaces import Spaces
from catalog.failpoints import failpoint
from catalog.images.model import Image
from catalog.jobs.handle import JobHandle
from catalog.tenancy import TenantScope

_log = structlog.get_logger(__name__)

PAIRS_AT_ONCE: Final = 4_096
HASHED_AT_ONCE: Final = 64
PROBED_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True)
class Sweeping:
    """Does sweeps, phase by phase."""

    transactions: DuplicateTransactions
    spaces: Spaces
    reader: VectorReader
    rehashing: Rehashing
    regrouping: Regrouping

    def sweep(self, scope: TenantScope, cursor: SweepCursor, job: JobHandle) -> None:
        """Do what is left of the sweep. Raises Unavailable, JobStopped or LeaseLost; all that is done is kept."""
        failpoint("sweep.after_claim")
        _Sweep(self, scope, self.spaces.live(), cursor, job).run()


@dataclass(slots=True)
class _Sweep:
    """One attempt at a sweep."""

    parts: Sweeping
    scope: TenantScope
    space: VectorSpace
    cursor: SweepCursor
    job: JobHandle
    images: int = 0
    reach: int | None = None

    def run(self) -> None:
        phases: Mapping[SweepPhase, Callable[[], None]] = {
            SweepPhase.HASHING: self._hashing,
            SweepPhase.CANDIDATES: self._candidates,
            SweepPhase.VARIANTS: self._variants,
            SweepPhase.GROUPING: self._grouping,
        }
        with self.parts.transactions(self.scope) as tx:
            self.images = tx.hashes.count(self.cursor.dataset_id)
        if self.cursor.model_version != self.space.model_version:
            # Edges say nothing across models: a space that was switched meanwhile is swept from the beginning.
            self.cursor = replace(
                self.cursor, phase=SweepPhase.HASHING, after="", model_version=self.space.model_version
            )
        order = list(SweepPhase)
        for phase in order[order.index(self.cursor.phase) :]:
            if phase is not self.cursor.phase:
                self.cursor = self.cursor.entering(phase)
            phases[phase]()

    def _hashing(self) -> None:
        with self.parts.transactions(self.scope) as tx:
            total = tx.hashes.count_without(self.cursor.dataset_id)
        done = 0
        for some in self._pages(
            HASHED_AT_ONCE, lambda tx, after, limit: tx.hashes.without(self.cursor.dataset_id, after=after, limit=limit)
        ):
            self.parts.rehashing.fill(self.scope, some)
            done += len(some)
            self._checkpoint(some[-1].image_id, done, max(total, done))
        self._checkpoint("", total, total)

    def _candidates(self) -> None:
        with self.parts.transactions(self.scope) as tx:
            table = tx.hashes.table(self.cursor.dataset_id)
        pairs = find_candidates(table, self.cursor.max_hamming, check=self.job.check, on_shorter=self._compared_within)
        failpoint("sweep.after_candidates")
        confirming = Confirming(self.parts.reader, self.scope, self.space)
        for begin in range(_first_behind(table, pairs, self.cursor.after), len(pairs), PAIRS_AT_ONCE):
            some = pairs.only(slice(begin, begin + PAIRS_AT_ONCE))
            kept, dropped = confirming.confirmed(_edges(table, some))
            with self.parts.transactions(self.scope) as tx:
                tx.edges.put(kept, self.space.model_version, over_closer=True)
                tx.edges.remove(dropped.low_ids, dropped.high_ids)
            failpoint("sweep.after_edges")
            self._checkpoint(_place(table, some, len(some) - 1), begin + len(some), len(pairs))
            failpoint("sweep.after_cursor")
        self._repair(table, pairs)

    def _compared_within(self, reach: int) -> None:
        _log.warning("hashes too near each other", compared_within=reach, dataset_id=self.cursor.dataset_id)
        self.reach = reach

    def _repair(self, table: HashTable, pairs: CandidatePairs) -> None:
        """Remove edges by hash that are no candidates any more. Those of images that came meanwhile are left alone."""
        self.job.check()
        with self.parts.transactions(self.scope) as tx:
            low_ids, high_ids = tx.edges.by_hash(self.cursor.dataset_id)
            low, high = table.numbers_of(low_ids), table.numbers_of(high_ids)
            joined = pairs.low.astype(np.int64) * len(table) + pairs.high
            stale = (low >= 0) & (high >= 0) & ~np.isin(low.astype(np.int64) * len(table) + high, joined)
            tx.edges.remove(low_ids[stale], high_ids[stale])
            tx.edges.forget_other_models(self.cursor.dataset_id, self.space.model_version)

    def _variants(self) -> None:
        with self.parts.transactions(self.scope) as tx:
            total = tx.probes.count_unprobed(self.cursor.dataset_id, self.space.model_version)
        done = 0
        for some in self._pages(
            PROBED_AT_ONCE,
            lambda tx, after, limit: tx.probes.unprobed(
                self.cursor.dataset_id, self.space.model_version, after=after, limit=limit
            ),
        ):
            probed, edges = find_variants(self.parts.transactions, self.parts.reader, self.scope, self.space, some)
            with self.parts.transactions(self.scope) as tx:
                tx.edges.put(edges, self.space.model_version, over_closer=False)
                tx.probes.mark(probed, self.space.model_version)
            failpoint("sweep.after_probe")
            done += len(some)
            self._checkpoint(some[-1].image_id, done, max(total, done))

    def _grouping(self) -> None:
        """Group the dataset and, after a sweep of the whole tenant, all others that have been grouped before."""
        self._checkpoint("", 0, 1)
        failpoint("sweep.before_groups")
        found = {}
        if self.cursor.threshold is not None:
            found = self._grouped(self.cursor.threshold)
            failpoint("sweep.after_groups")
        if self.cursor.dataset_id == WHOLE_TENANT:
            done = None if self.cursor.threshold is None else WHOLE_TENANT
            self.parts.regrouping.regroup_all(self.scope, self.space, but=done)
        self._checkpoint("", 1, 1, found)

    def _grouped(self, threshold: float) -> dict[str, int]:
        dataset_id, furthest = self.cursor.dataset_id, self.cursor.max_hamming
        regrouping = self.parts.regrouping
        run = regrouping.regroup(self.scope, self.space, dataset_id, threshold, max_hamming=furthest, draw=True)
        return {"groups_found": run.groups, "duplicates_found": run.duplicates}

    def _pages(
        self, limit: int, page: Callable[[DuplicateTransaction, str, int], list[Image]]
    ) -> Iterator[list[Image]]:
        while True:
            with self.parts.transactions(self.scope) as tx:
                some = page(tx, self.cursor.after, limit)
            if not some:
                return
            yield some

    def _checkpoint(self, after: str, done: int, of: int, counts: Mapping[str, int] | None = None) -> None:
        self.cursor = replace(self.cursor, after=after)
        so_far = counts or {"groups_found": 0}
        if self.reach is not None:
            so_far = {**so_far, "compared_within": self.reach}
        progress = shown(self.cursor.phase, self.images, done, of, so_far)
        self.job.checkpoint(progress, self.cursor.payload())


def _edges(table: HashTable, pairs: CandidatePairs) -> EdgeColumns:
    """The pairs by image ids, their cosines not known yet."""
    unknown: NDArray[np.float32] = np.zeros(len(pairs), np.float32)
    ids = table.image_ids
    return EdgeColumns(ids[pairs.low], ids[pairs.high], pairs.tier, pairs.hamming, unknown, pairs.turn)


def _place(table: HashTable, pairs: CandidatePairs, at: int) -> str:
    """Where a pair stands in the order of candidates: three ids of 26 letters."""
    return "".join(table.image_ids[side[at]].decode() for side in (pairs.component, pairs.low, pairs.high))


def _first_behind(table: HashTable, pairs: CandidatePairs, after: str) -> int:
    """The first pair whose place is past `after`; pairs are in the order of their places."""
    begin, end = 0, len(pairs)
    while begin < end:
        middle = (begin + end) // 2
        begin, end = (middle + 1, end) if _place(table, pairs, middle) <= after else (begin, middle)
    return begin
