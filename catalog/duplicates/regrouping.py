"""Groups from the edges that are kept: at any threshold, without scanning again."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import TIERS, EdgeTable
from catalog.duplicates.differing import other_than_before
from catalog.duplicates.drawing import random_pairs
from catalog.duplicates.grouped import GroupColumns, Grouped
from catalog.duplicates.grouping import group, group_id
from catalog.duplicates.histogram import Histogram, histogram_of
from catalog.duplicates.model import Group, Run, WorstPair
from catalog.duplicates.ports import DuplicateTransaction, DuplicateTransactions, VectorReader
from catalog.duplicates.thresholds import thresholds_of
from catalog.duplicates.views import Preview
from catalog.embeddings.model import VectorSpace
from catalog.errors import NotDetected
from catalog.failpoints import failpoint
from catalog.tenancy import TenantScope

_NOTHING_DRAWN: Final[dict[str, int]] = {}
_NOT_YET: Final = "near-duplicates have not been detected there yet"


@dataclass(frozen=True, slots=True)
class Grouping:
    """What grouping found over a table of edges; `ids` (g,) are the groups' names."""

    table: EdgeTable
    columns: GroupColumns
    ids: NDArray[np.bytes_]

    @property
    def duplicates(self) -> int:
        """How many images would go if each group kept one. A variant's group counts like any other."""
        return len(self.columns.members) - len(self.columns)


@dataclass(frozen=True, slots=True)
class Regrouping:
    """Groups datasets. Only edges of the given space's model count."""

    transactions: DuplicateTransactions
    reader: VectorReader

    def regroup(
        self,
        scope: TenantScope,
        space: VectorSpace,
        dataset_id: str,
        threshold: float | None = None,
        *,
        max_hamming: int | None = None,
        draw: bool = False,
    ) -> Run:
        """Write the dataset's groups at the threshold (None: the last run's), all or nothing, and what the run found.

        `max_hamming` is that of the sweep before it, or what the last run says; `draw` compares random pairs anew.
        Raises NotDetected when neither is known, and Unavailable.
        """
        drawn = random_pairs(self.transactions, self.reader, scope, space, dataset_id) if draw else None
        with self.transactions(scope) as tx:
            tx.found_groups.hold(dataset_id)
            before = tx.runs.find(dataset_id)
            if before is not None:
                threshold = before.threshold if threshold is None else threshold
                max_hamming = before.max_hamming if max_hamming is None else max_hamming
            if threshold is None or max_hamming is None:
                raise NotDetected(_NOT_YET)
            found = find_groups(tx, space, dataset_id, threshold)
            _write(tx, dataset_id, found)
            failpoint("regroup.before_run")
            run = Run(
                dataset_id=dataset_id,
                threshold=threshold,
                max_hamming=max_hamming,
                model_version=space.model_version,
                images=tx.hashes.count(dataset_id),
                edges=len(found.table.low),
                groups=len(found.columns),
                duplicates=found.duplicates,
                grouped_at=datetime.now(UTC),
                random_pairs=drawn if drawn is not None else before.random_pairs if before else _NOTHING_DRAWN,
            )
            tx.runs.put(run)
        return run

    def regroup_all(self, scope: TenantScope, space: VectorSpace, *, but: str | None = None) -> None:
        """Group every dataset that has been grouped, but that one, again at its own threshold."""
        with self.transactions(scope) as tx:
            runs = tx.runs.all()
        for run in runs:
            if run.dataset_id != but:
                self.regroup(scope, space, run.dataset_id)

    def histogram(self, scope: TenantScope, space: VectorSpace, dataset_id: str) -> Histogram:
        """How the similarities of the dataset's edges are spread, beside random pairs. Raises NotDetected."""
        with self.transactions(scope) as tx:
            run = tx.runs.find(dataset_id)
            if run is None:
                raise NotDetected(_NOT_YET)
            table = tx.edges.table(dataset_id, space.model_version)
        return histogram_of(table, run.random_pairs)

    def preview(self, scope: TenantScope, space: VectorSpace, dataset_id: str, threshold: float) -> Preview:
        """What grouping at the threshold would find; nothing is written. Raises NotDetected."""
        with self.transactions(scope) as tx:
            if tx.runs.find(dataset_id) is None:
                raise NotDetected(_NOT_YET)
            found = find_groups(tx, space, dataset_id, threshold, named=False)
        tiers = Counter(found.columns.tier.tolist())
        return Preview(
            threshold=threshold,
            groups=len(found.columns),
            duplicates=found.duplicates,
            images=len(found.columns.members),
            reclaimable_bytes=int(found.columns.reclaimable_bytes(found.table.sizes).sum()),
            by_tier={TIERS[tier]: count for tier, count in sorted(tiers.items())},
        )


def find_groups(
    tx: DuplicateTransaction, space: VectorSpace, dataset_id: str, threshold: float, *, named: bool = True
) -> Grouping:
    """The groups that the dataset's edges make at the threshold; nothing is written. Their ids only if `named`."""
    table = tx.edges.table(dataset_id, space.model_version)
    together, apart = tx.edges.verdicts(table)
    its = thresholds_of(space.model_name)
    columns = group(
        table,
        threshold=threshold,
        variant_threshold=its.variant,
        together=together,
        apart=apart,
        margin=its.margin,
    )
    return Grouping(table, columns, _names(table, columns) if named else np.zeros(0, "S32"))


def _names(table: EdgeTable, columns: GroupColumns) -> NDArray[np.bytes_]:
    """(g,) each group's id, made of its members' content hashes."""
    hashes = np.split(table.sha256s[columns.members].astype("U64"), columns.starts[1:-1])
    return np.array([group_id(some.tolist()) for some in hashes] if len(columns) else [], "S32")


def _write(tx: DuplicateTransaction, dataset_id: str, found: Grouping) -> None:
    """Make the dataset's undecided groups those that were found, by writing what differs."""
    standing = tx.found_groups.standing(dataset_id)
    gone = standing.undecided & ~np.isin(standing.ids, found.ids)
    tx.found_groups.remove(dataset_id, [one.decode() for one in standing.ids[gone].tolist()])
    changed = other_than_before(found.table, found.columns, found.ids, standing)
    tx.found_groups.put(list(groups_of(dataset_id, found, np.flatnonzero(changed).tolist())))


def groups_of(dataset_id: str, found: Grouping, which: Sequence[int]) -> Iterator[Group]:
    """Those of the found groups that are numbered in `which`, as rows have them."""
    freed = found.columns.reclaimable_bytes(found.table.sizes)
    for at in which:
        yield _group(dataset_id, found.ids[at].decode(), found.table, found.columns[at], int(freed[at]))


def _group(dataset_id: str, name: str, table: EdgeTable, its: Grouped, freed: int) -> Group:
    def ids(nodes: Sequence[int]) -> tuple[str, ...]:
        return tuple(one.decode() for one in table.image_ids[list(nodes)].tolist())

    low, high, similarity = its.worst
    worst = ids([low, high])
    return Group(
        dataset_id=dataset_id,
        group_id=name,
        member_ids=ids(its.members),
        tier=its.tier,
        medoid_id=ids([its.medoid])[0],
        worst=WorstPair(min(worst), max(worst), similarity),
        threshold=its.threshold,
        reclaimable_bytes=freed,
        new_ids=ids(its.new),
        near_apart_ids=ids(its.near_apart),
        hub_ids=ids(its.hubs),
        contradictory=its.contradiction,
        capped=its.capped,
    )
