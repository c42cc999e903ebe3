"""What finding near-duplicates needs from outside: hashes, edges and groups in rows, vectors in batches."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.arrays import EdgeTable
from catalog.duplicates.edge_columns import EdgeColumns
from catalog.duplicates.hash_table import HashTable
from catalog.duplicates.model import Group, Run
from catalog.embeddings.model import VectorSpace
from catalog.images.model import Image
from catalog.images.ports import ImageRepository, Match
from catalog.jobs.ports import JobRequests
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class AskedHash:
    """A picture to be held against all hashes: its pHashes (16 hex digits) by Turn, the upright alone or all eight."""

    turns: tuple[str, ...]
    pixel_hash: str | None = None


@dataclass(frozen=True, slots=True)
class HashHit:
    """An image near to the asked picture number `asked`: upright if near so, else at the nearest, lowest turn."""

    asked: int
    image_id: str
    hamming: int
    turn: int
    same_pixels: bool


class HashRepository(Protocol):
    """The hashes of one tenant's images. `dataset_id` is WHOLE_TENANT, DEFAULT_DATASET or an id that images name."""

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether there is such a dataset: the first two always are, another one when an image names it."""

    def table(self, dataset_id: str) -> HashTable:
        """The hashes of all searchable images of the dataset, as they are now."""

    def count(self, dataset_id: str) -> int:
        """How many searchable images the dataset has."""

    def sample(self, dataset_id: str, limit: int) -> list[str]:
        """Up to `limit` searchable images, spread evenly over the dataset's ids: the same images, the same sample."""

    def without(self, dataset_id: str, *, after: str, limit: int) -> list[Image]:
        """Searchable images past this id, in order, that lack a hash which is kept today."""

    def count_without(self, dataset_id: str) -> int:
        """How many such images there are."""

    def fill(self, image_id: str, *, pixel_hash: str, turned_phashes: str) -> None:
        """Note the hashes of an image that lacks them."""

    def near(self, asked: Sequence[AskedHash], max_hamming: int) -> list[HashHit]:
        """Every searchable image with equal pixels or at most `max_hamming` (0..7) away; exact.

        Under one of the seven turns, at most MOST_TURNED too. Flat images are not among them.
        """


class EdgeRepository(Protocol):
    """The edges of one tenant."""

    def put(self, edges: EdgeColumns, model_version: str, *, over_closer: bool) -> int:
        """Write edges whose two images are searchable; how many were new or other than before.

        Without `over_closer` an edge of the same model with a closer tier stays as it is.
        """

    def remove(self, low_ids: NDArray[np.bytes_], high_ids: NDArray[np.bytes_]) -> int:
        """Remove the edges by hash (to T3) of these pairs; how many there were."""

    def by_hash(self, dataset_id: str) -> tuple[NDArray[np.bytes_], NDArray[np.bytes_]]:
        """The low and the high ids of all edges by hash (to T3) between images of the dataset."""

    def forget_other_models(self, dataset_id: str, model_version: str) -> int:
        """Remove the edges between images of the dataset that another model found; how many there were."""

    def neighbours(self, image_ids: Sequence[str], model_version: str) -> list[tuple[str, str]]:
        """(one of the ids, an image that an edge by hash binds it to), for all of them."""

    def table(self, dataset_id: str, model_version: str) -> EdgeTable:
        """The edges of that model between searchable images of the dataset, for grouping."""

    def verdicts(self, table: EdgeTable) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Pairs of the table's nodes (p, 2) that somebody called the same, and (q, 2) different or variants."""


class ProbeRepository(Protocol):
    """Which images of one tenant have been compared with all others in a model's space."""

    def unprobed(self, dataset_id: str, model_version: str, *, after: str, limit: int) -> list[Image]:
        """Searchable images past this id, in order, that have not been."""

    def count_unprobed(self, dataset_id: str, model_version: str) -> int:
        """How many images that are."""

    def mark(self, image_ids: Sequence[str], model_version: str) -> None:
        """Note that these have been."""


@dataclass(frozen=True, slots=True)
class StandingGroups:
    """The groups of a dataset as they stand, as columns: what says whether a found one is other than before.

    `extras` counts new members, near ones that were told apart, and hubs, together.
    """

    ids: NDArray[np.bytes_]  # (g,) S32, rising
    undecided: NDArray[np.bool_]
    medoid_ids: NDArray[np.bytes_]  # (g,) S26
    tier: NDArray[np.int8]
    worst_low_ids: NDArray[np.bytes_]  # (g,) S26
    worst_high_ids: NDArray[np.bytes_]
    worst_similarity: NDArray[np.float64]
    capped: NDArray[np.bool_]
    contradictory: NDArray[np.bool_]
    extras: NDArray[np.int32]


class FoundGroups(Protocol):
    """The groups of one tenant, as grouping writes them."""

    def hold(self, dataset_id: str) -> None:
        """Keep other groupings of the dataset out until this transaction ends."""

    def standing(self, dataset_id: str) -> StandingGroups:
        """All groups of the dataset, decided ones too."""

    def put(self, groups: Sequence[Group]) -> None:
        """Write new groups; of one that is there replace what was found of it and leave its status.

        A group that was called a variant or different stays as it is; a resolved one is open again, since all its
        members are here again.
        """

    def remove(self, dataset_id: str, group_ids: Sequence[str]) -> None:
        """Strike out those of the groups that are undecided."""


class RunRepository(Protocol):
    """The last grouping of each dataset of one tenant."""

    def find(self, dataset_id: str) -> Run | None:
        """The run, or None before the first."""

    def all(self) -> list[Run]:
        """Every dataset's, in the order of their ids."""

    def put(self, run: Run) -> None:
        """Make it the dataset's run."""


class DuplicateTransaction(Protocol):
    """What can be read and written together, all or nothing."""

    @property
    def images(self) -> ImageRepository:
        """The tenant's image rows."""

    @property
    def jobs(self) -> JobRequests:
        """The ledger; what is asked here is rung after the commit."""

    @property
    def hashes(self) -> HashRepository:
        """The hashes of images."""

    @property
    def edges(self) -> EdgeRepository:
        """Pairs with their evidence."""

    @property
    def probes(self) -> ProbeRepository:
        """What has been compared."""

    @property
    def found_groups(self) -> FoundGroups:
        """Groups, as grouping writes them."""

    @property
    def runs(self) -> RunRepository:
        """What was grouped last."""


class DuplicateTransactions(Protocol):
    """Opens a transaction that sees one tenant. It commits on a clean exit; raises DatabaseUnavailable."""

    def __call__(self, scope: TenantScope) -> AbstractContextManager[DuplicateTransaction]: ...


class VectorReader(Protocol):
    """Vectors of many images at a time. Every method raises IndexUnavailable."""

    def vectors(
        self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """(n,) whether the index has the image, and (n, dimension) its unit vector, zeros where it has not."""

    def neighbours(
        self, scope: TenantScope, space: VectorSpace, vectors: NDArray[np.float32], *, least: float, limit: int
    ) -> list[list[Match]]:
        """For each unit vector (q, dimension) the nearest images of cosine at least `least`, best first."""
