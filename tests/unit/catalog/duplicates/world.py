"""A tenant's images with planted hashes and vectors, and everything that finds near-duplicates over them."""

from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.probing import Probing
from catalog.duplicates.regrouping import Regrouping
from catalog.duplicates.rehashing import Rehashing
from catalog.duplicates.sweep_progress import SweepCursor
from catalog.duplicates.sweeping import Sweeping
from catalog.embeddings.model import VectorSpace
from catalog.embeddings.spaces import Spaces
from catalog.images.model import Image
from catalog.tenancy import TenantScope, job_scope
from tests.fakes.finding import MemoryFinding, MemoryVectors
from tests.fakes.finding_rows import HeldFinding
from tests.fakes.handle import FreeHandle
from tests.fakes.images import an_image
from tests.fakes.parts import MemoryBlobs, MemoryEmbedder, MemoryInspector, MemorySpaces

DIMENSION = 16
SPACE = VectorSpace("images_tiny_1", "tiny", "v1", DIMENSION)


@dataclass(slots=True)
class World:
    """All in memory; images are numbered, and their ids rise with the number."""

    scope: TenantScope
    held: HeldFinding
    reader: MemoryVectors = field(default_factory=MemoryVectors)
    registry: MemorySpaces = field(default_factory=lambda: MemorySpaces(SPACE))
    blobs: MemoryBlobs = field(default_factory=MemoryBlobs)

    @classmethod
    def new(cls) -> Self:
        """Nothing in it."""
        scope = job_scope(uuid4())
        return cls(scope, HeldFinding(scope))

    @property
    def rows(self) -> MemoryFinding:
        """The transactions."""
        return MemoryFinding(self.held)

    @property
    def spaces(self) -> Spaces:
        """The live space, asked for anew."""
        return Spaces(self.registry, self.registry, MemoryEmbedder())

    @property
    def regrouping(self) -> Regrouping:
        """Regrouping."""
        return Regrouping(self.rows, self.reader)

    @property
    def probing(self) -> Probing:
        """Probing."""
        return Probing(self.rows, self.spaces, self.reader, self.regrouping)

    def sweep(self, cursor: SweepCursor | None = None, job: FreeHandle | None = None) -> FreeHandle:
        """Sweep the whole tenant, or go on from the cursor; the handle."""
        handle = job or FreeHandle()
        rehashing = Rehashing(self.rows, self.blobs, MemoryInspector(), 1_000, 1)
        sweeping = Sweeping(self.rows, self.spaces, self.reader, rehashing, self.regrouping)
        sweeping.sweep(self.scope, cursor or SweepCursor("", 0.95, 6), handle)
        return handle

    def add(self, number: int, *, like: Image | None = None, cosine: float = 0.97, **facts: Any) -> Image:
        """A searchable image of its own, or one with a vector near to another's."""
        image = an_image(self.scope, image_id=f"{number:026d}", **facts)
        vector = unit(number) if like is None else near(self.reader.known[like.image_id], cosine, number)
        self.reader.known[image.image_id] = vector
        self.held.take_in(image)
        return image

    def edited(self, number: int, of: Image, *, bits: int = 2, cosine: float = 0.97) -> Image:
        """A T2 copy."""
        return self.add(number, like=of, cosine=cosine, phash=f"{int(of.phash, 16) ^ ((1 << bits) - 1):016x}")

    @property
    def pairs(self) -> dict[tuple[int, int], int]:
        """The tier of each edge, by the numbers of its images."""
        return {(int(low), int(high)): row[0] for (low, high), row in self.held.edges.items()}

    def grouped(self, dataset_id: str = "") -> list[list[int]]:
        """The groups of the dataset by the numbers of their members."""
        mine = [group for group in self.held.groups.values() if group.dataset_id == dataset_id]
        return sorted(sorted(int(one) for one in group.member_ids) for group in mine)


def unit(seed: int) -> NDArray[np.float32]:
    """A unit vector; those of different seeds are far apart."""
    drawn = np.random.default_rng(seed).normal(size=DIMENSION)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def near(vector: NDArray[np.float32], cosine: float, seed: int) -> NDArray[np.float32]:
    """A unit vector with that cosine to another one."""
    other = unit(seed) - (unit(seed) @ vector) * vector
    found: NDArray[np.float64] = cosine * vector + np.sqrt(1 - cosine**2) * other / np.linalg.norm(other)
    return found.astype(np.float32)
