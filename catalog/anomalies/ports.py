"""What scoring and reviewing need from outside: rows of one tenant, and vectors in batches."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from catalog.anomalies.columns import ScoreColumns
from catalog.anomalies.model import AnomalyListing, AnomalyRun, Review, Score, Verdict
from catalog.anomalies.scoring import Method
from catalog.embeddings.model import VectorSpace
from catalog.images.model import Image
from catalog.images.ports import Match
from catalog.jobs.ports import JobRequests
from catalog.tenancy import TenantScope


@dataclass(frozen=True, slots=True)
class ScoredImage:
    """A row of scores with its image: `neighbours` are (id, distance), nearest first."""

    image: Image
    scores: Mapping[Method, Score]
    flagged: frozenset[Method]
    neighbours: tuple[tuple[str, float], ...]
    later: bool
    scored_at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """The words that stand on one content of a dataset, one a person."""

    sha256: str
    reviews: tuple[Review, ...]


class ScoredImages(Protocol):
    """Which images a dataset has. `dataset_id` is WHOLE_TENANT, DEFAULT_DATASET or an id that images name."""

    def knows_dataset(self, dataset_id: str) -> bool:
        """Whether there is such a dataset: the first two always are, another one when an image names it."""

    def ids(self, dataset_id: str) -> NDArray[np.bytes_]:
        """The ids (S26, rising) of its searchable images."""

    def groups(self, dataset_id: str) -> tuple[NDArray[np.bytes_], NDArray[np.bytes_]]:
        """Near-duplicates as two columns: a group's id (S32), a member's (S26); not those that were told apart.

        As found in the dataset itself, or in the whole tenant when nobody had them detected there.
        """

    def mates(self, dataset_id: str, image_ids: Sequence[str]) -> dict[str, set[str]]:
        """For each of the images that is in such a group, the other members."""

    def among(self, dataset_id: str, image_ids: Sequence[str]) -> dict[str, Image]:
        """Those of the ids that name a searchable image of the dataset, by id."""

    def with_contents(self, dataset_id: str, sha256s: Collection[str]) -> dict[str, str]:
        """The id of the searchable image of the dataset with each of these contents, where there is one."""

    def unscored(self, dataset_id: str, generation: int, *, after: str, limit: int) -> list[str]:
        """Searchable images of the dataset past this id, in order, that have no score of that generation."""


class AnomalyRuns(Protocol):
    """The run of each dataset, the numbers of their generations, and how much people want to look at a night."""

    def hold(self, dataset_id: str) -> None:
        """Keep other switches and reviews of the dataset out until this transaction ends."""

    def new_generation(self, dataset_id: str) -> int:
        """The number of a new generation, higher than any before."""

    def find(self, dataset_id: str) -> AnomalyRun | None:
        """The run that counts, or None before the first."""

    def all(self) -> list[AnomalyRun]:
        """Every dataset's, in the order of their ids."""

    def switch(self, run: AnomalyRun) -> bool:
        """Make it the run that counts; False, and nothing is changed, when a newer generation was begun."""

    def budget(self, dataset_id: str) -> int:
        """How many images a night; DEFAULT_BUDGET where nobody said."""

    def set_budget(self, dataset_id: str, budget: int) -> None:
        """Note it."""


class ScoreRows(Protocol):
    """Scores by dataset and generation."""

    def put(self, dataset_id: str, generation: int, scores: ScoreColumns, *, later: bool) -> None:
        """Write the rows, in place of those of the same images. Of images that are gone nothing is written."""

    def amend(self, dataset_id: str, generation: int, scores: ScoreColumns) -> None:
        """Replace the reference scores and all flags of rows that are there."""

    def forget(self, dataset_id: str, *, before: int, limit: int) -> int:
        """Remove up to `limit` rows of generations before that one; how many there were."""

    def distribution(self, dataset_id: str, generation: int, method: Method) -> NDArray[np.float64]:
        """The run's raw scores, rising; not those of images that came later."""

    def columns(self, dataset_id: str, generation: int, image_ids: Sequence[str]) -> ScoreColumns:
        """The rows of those of the images that have one, by rising id."""

    def page(self, listing: AnomalyListing, generation: int) -> list[ScoredImage]:
        """One page, in order."""

    def find(self, dataset_id: str, generation: int, image_id: str) -> ScoredImage | None:
        """The score of one searchable image of the dataset."""

    def tally(self, dataset_id: str, generation: int, method: Method) -> tuple[int, int, int]:
        """Of images that are searchable now: how many are flagged, judged by somebody, flagged and judged by nobody."""


class ReviewRows(Protocol):
    """What people said, and the contents that are known to be normal."""

    def say(self, dataset_id: str, sha256: str, by: UUID, verdict: Verdict | None, note: str | None) -> None:
        """Write one's word, or that it is taken back; it is now the one of this person that counts."""

    def standing(self, dataset_id: str, sha256s: Sequence[str]) -> dict[str, tuple[Review, ...]]:
        """The words that count on each of these contents, the oldest first; contents without any are left out."""

    def history(self, dataset_id: str, sha256: str) -> list[Review]:
        """All that was ever said of it, the newest first."""

    def judged(self, dataset_id: str) -> list[Judged]:
        """Every content of the dataset that words stand on and that is a searchable image's, by content."""

    def references(self, dataset_id: str) -> frozenset[str]:
        """The contents that are normal here."""

    def add_reference(self, dataset_id: str, sha256: str, by: UUID) -> None:
        """Add one; one that is there stays."""

    def remove_reference(self, dataset_id: str, sha256: str) -> None:
        """Take one out; one that is not there is no error."""


class AnomalyTransaction(Protocol):
    """What can be read and written together, all or nothing."""

    @property
    def jobs(self) -> JobRequests:
        """The ledger; what is asked here is rung after the commit."""

    @property
    def images(self) -> ScoredImages:
        """Which images there are."""

    @property
    def runs(self) -> AnomalyRuns:
        """The runs."""

    @property
    def scores(self) -> ScoreRows:
        """The scores."""

    @property
    def reviews(self) -> ReviewRows:
        """The reviews and the reference sets."""


class AnomalyTransactions(Protocol):
    """Opens a transaction that sees one tenant. It commits on a clean exit; raises DatabaseUnavailable."""

    def __call__(self, scope: TenantScope) -> AbstractContextManager[AnomalyTransaction]: ...


class DatasetVectors(Protocol):
    """Vectors of many images at a time. Every method raises IndexUnavailable."""

    def vectors(
        self, scope: TenantScope, space: VectorSpace, image_ids: Sequence[str]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """(n,) whether the index has the image, and (n, dimension) its unit vector, zeros where it has not."""

    def neighbours(
        self,
        scope: TenantScope,
        space: VectorSpace,
        vectors: NDArray[np.float32],
        *,
        least: float,
        limit: int,
        dataset_id: str,
    ) -> list[list[Match]]:
        """For each unit vector (q, dimension) the dataset's nearest images of cosine at least `least`, best first."""
