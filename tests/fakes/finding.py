"""What finding near-duplicates needs, in memory: transactions, and vectors without an index."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from catalog.embeddings.model import VectorSpace
from catalog.errors import IndexUnavailable
from catalog.images.ports import Match
from catalog.tenancy import TenantScope
from tests.fakes.database import MemoryImages
from tests.fakes.finding_edges import MemoryEdges, MemoryFoundGroups
from tests.fakes.finding_rows import HeldFinding, MemoryHashes, MemoryProbes, MemoryRuns
from tests.fakes.happenings import Happenings
from tests.fakes.ledger import MemoryRequests


@dataclass(frozen=True, slots=True)
class MemoryFinding:
    """DuplicateTransactions, and the transaction with all its repositories; nothing is ever rolled back."""

    held: HeldFinding

    @contextmanager
    def __call__(self, scope: TenantScope) -> Iterator["MemoryFinding"]:
        """The same for every scope."""
        yield self

    @property
    def images(self) -> MemoryImages:
        """The rows."""
        return MemoryImages(self.held.scope, self.held.rows, Happenings())

    @property
    def jobs(self) -> MemoryRequests:
        """What was asked for."""
        return self.held.rows.jobs

    @property
    def hashes(self) -> MemoryHashes:
        """Hashes."""
        return MemoryHashes(self.held)

    @property
    def edges(self) -> MemoryEdges:
        """Edges."""
        return MemoryEdges(self.held)

    @property
    def probes(self) -> MemoryProbes:
        """Probes."""
        return MemoryProbes(self.held)

    @property
    def found_groups(self) -> MemoryFoundGroups:
        """Groups."""
        return MemoryFoundGroups(self.held)

    @property
    def runs(self) -> MemoryRuns:
        """Runs."""
        return MemoryRuns(self.held)


@dataclass(slots=True)
class MemoryVectors:
    """VectorReader over a dict of unit vectors by image id; `fetched` are the ids that were asked for."""

    known: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    questions: int = 0
    away: bool = False

    def vectors(
        self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """Zeros where there is none."""
        self._answer()
        self.fetched += image_ids
        nothing = np.zeros(space.dimension, np.float32)
        rows = np.array([self.known.get(one, nothing) for one in image_ids], np.float32)
        return np.array([one in self.known for one in image_ids], np.bool_), rows.reshape(-1, space.dimension)

    def neighbours(
        self, scope: TenantScope, space: VectorSpace, vectors: NDArray[np.float32], *, least: float, limit: int
    ) -> list[list[Match]]:
        """By looking at all."""
        self._answer()
        self.questions += 1
        found = ([Match(one, float(vector @ own)) for one, own in self.known.items()] for vector in vectors)
        near = ([match for match in matches if match.similarity >= least] for matches in found)
        return [sorted(one, key=lambda match: (-match.similarity, match.image_id))[:limit] for one in near]

    def _answer(self) -> None:
        if self.away:
            raise IndexUnavailable("away")
