"""Edges and groups in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import TIERS, VARIANT, EdgeTable
from catalog.duplicates.edge_columns import EdgeColumns
from catalog.duplicates.model import UNDECIDED, WHOLE_TENANT, Group
from catalog.duplicates.ports import StandingGroups
from tests.fakes.finding_rows import HeldFinding, Pair


@dataclass(frozen=True, slots=True)
class MemoryEdges:
    """EdgeRepository."""

    held: HeldFinding

    def put(self, edges: EdgeColumns, model_version: str, *, over_closer: bool) -> int:
        """Write those between searchable images; how many that changed."""
        here = {image.image_id for image in self.held.of(WHOLE_TENANT)}
        before = dict(self.held.edges)
        for low, high, *facts in zip(
            edges.low_ids, edges.high_ids, *(c.tolist() for c in (edges.tier, edges.hamming, edges.cosine, edges.turn)),
            strict=True,
        ):  # fmt: skip
            key = (low.decode(), high.decode())
            kept = self.held.edges.get(key)
            stays = kept is not None and not over_closer and kept[4] == model_version and kept[0] < facts[0]
            if here.issuperset(key) and not stays:
                self.held.edges[key] = (facts[0], facts[1], round(facts[2], 6), facts[3], model_version)
        changed = sum(before.get(key) != row for key, row in self.held.edges.items())
        self.held.written += changed
        return changed

    def remove(self, low_ids: NDArray[np.bytes_], high_ids: NDArray[np.bytes_]) -> int:
        """Remove those by hash."""
        pairs = [(low.decode(), high.decode()) for low, high in zip(low_ids, high_ids, strict=True)]
        gone = [pair for pair in pairs if pair in self.held.edges and self.held.edges[pair][0] < VARIANT]
        for pair in gone:
            del self.held.edges[pair]
        return len(gone)

    def by_hash(self, dataset_id: str) -> tuple[NDArray[np.bytes_], NDArray[np.bytes_]]:
        """Of the dataset."""
        pairs = [pair for pair in self._inside(dataset_id) if self.held.edges[pair][0] < VARIANT]
        return np.array([one[0] for one in pairs], "S26"), np.array([one[1] for one in pairs], "S26")

    def forget_other_models(self, dataset_id: str, model_version: str) -> int:
        """Of the dataset."""
        others = [pair for pair in self._inside(dataset_id) if self.held.edges[pair][4] != model_version]
        for pair in others:
            del self.held.edges[pair]
        return len(others)

    def neighbours(self, image_ids: Sequence[str], model_version: str) -> list[Pair]:
        """Both ways."""
        bound = [pair for pair, row in self.held.edges.items() if row[0] < VARIANT and row[4] == model_version]
        both = [*bound, *((high, low) for low, high in bound)]
        return [pair for pair in both if pair[0] in image_ids]

    def table(self, dataset_id: str, model_version: str) -> EdgeTable:
        """Of that model."""
        pairs = [pair for pair in self._inside(dataset_id) if self.held.edges[pair][4] == model_version]
        rows = [self.held.edges[pair] for pair in pairs]
        images = self.held.of(dataset_id)
        return EdgeTable.from_columns(
            np.array([one.image_id for one in images], "S26"),
            np.array([one.sha256 for one in images], "S64"),
            np.array([one.size_bytes for one in images], np.int64),
            first_ids=np.array([pair[0] for pair in pairs], "S26"),
            second_ids=np.array([pair[1] for pair in pairs], "S26"),
            tier=np.array([row[0] for row in rows], np.int8),
            hamming=np.array([row[1] for row in rows], np.int16),
            cosine=np.array([row[2] for row in rows], np.float32),
        )

    def verdicts(self, table: EdgeTable) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Verdicts by image ids here."""
        said = {same: [pair for pair, its in self.held.said.items() if its is same] for same in (True, False)}
        together, apart = (
            table.numbers_of(np.array(said[same], "S26").ravel()).reshape(-1, 2) for same in (True, False)
        )
        return together, apart

    def _inside(self, dataset_id: str) -> list[Pair]:
        here = {image.image_id for image in self.held.of(dataset_id)}
        return [pair for pair in self.held.edges if here.issuperset(pair)]


@dataclass(frozen=True, slots=True)
class MemoryFoundGroups:
    """FoundGroups."""

    held: HeldFinding

    def hold(self, dataset_id: str) -> None:
        """Nobody else is here."""

    def standing(self, dataset_id: str) -> StandingGroups:
        """All of the dataset."""
        groups = sorted((g for g in self.held.groups.values() if g.dataset_id == dataset_id), key=lambda g: g.group_id)
        return StandingGroups(
            np.array([one.group_id for one in groups], "S32"),
            np.array([one.status in UNDECIDED for one in groups], np.bool_),
            np.array([one.medoid_id for one in groups], "S26"),
            np.array([TIERS.index(one.tier) for one in groups], np.int8),
            np.array([one.worst.low_id for one in groups], "S26"),
            np.array([one.worst.high_id for one in groups], "S26"),
            np.array([one.worst.similarity for one in groups], np.float64),
            np.array([one.capped for one in groups], np.bool_),
            np.array([one.contradictory for one in groups], np.bool_),
            np.array([len(one.new_ids + one.near_apart_ids + one.hub_ids) for one in groups], np.int32),
        )

    def put(self, groups: Sequence[Group]) -> None:
        """In place of what is undecided."""
        for group in groups:
            kept = self.held.groups.get((group.dataset_id, group.group_id))
            if kept is None:
                self.held.groups[group.dataset_id, group.group_id] = group
            elif kept.status in UNDECIDED:
                version = kept.row_version + 1
                self.held.groups[group.dataset_id, group.group_id] = replace(
                    group, status=kept.status, row_version=version
                )

    def remove(self, dataset_id: str, group_ids: Sequence[str]) -> None:
        """Those that are undecided."""
        for one in group_ids:
            if self.held.groups[dataset_id, one].status in UNDECIDED:
                del self.held.groups[dataset_id, one]
