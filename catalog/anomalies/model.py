"""What a scoring found of a dataset, how odd an image is in it, and what people say of that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from catalog.anomalies.scoring import Method
from catalog.filters.model import EVERYTHING, Filter
from catalog.images.model import Image

NEIGHBOURS: Final = 10
"""How many nearest others every score stands on, and how many are kept as its evidence."""
DEFAULT_BUDGET: Final = 50
MOST_BUDGET: Final = 1_000
LONGEST_NOTE: Final = 2_000


class Verdict(StrEnum):
    """What a person says of an image that was put before them."""

    NORMAL = "normal"
    DEFECT = "defect"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Score:
    """`raw` is a distance (LOF: a ratio, 1 in even density), 0 and up; `percentile` 0..100 and `robust_z` are its place
    among the images of the run, 50 and 0 for a reference score while the run has none to compare it with.
    """

    raw: float
    percentile: float
    robust_z: float


@dataclass(frozen=True, slots=True)
class AnomalyRun:
    """The scoring of a dataset (or of the whole tenant) that counts now.

    `images` were searchable then; `scored` is 0 when they were not `enough` to have `k` neighbours each. `fences` is
    the raw score above which an image is flagged, `flagged` how many the run flagged; neither has REFERENCE while
    there are no `references`. An image at most `reach` (cosine distance) from a reference is not flagged by any method.
    `exact`: all were compared with all, and not by the index.
    `job_id` is a scoring of the same dataset that is under way.
    """

    dataset_id: str
    generation: int
    model_version: str
    images: int
    scored: int
    k: int
    exact: bool
    enough: bool
    references: int
    reach: float
    fences: Mapping[Method, float]
    flagged: Mapping[Method, int]
    started_at: datetime
    finished_at: datetime
    job_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One of the nearest others of an image when it was scored; `image` is None when it is not searchable any more."""

    image_id: str
    distance: float
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One person's word on a content in a dataset. `verdict` is None where they took theirs back.

    `turn` counts what this person said of it from 1; the last one counts.
    """

    reviewer: UUID
    verdict: Verdict | None
    note: str | None
    reviewed_at: datetime
    turn: int


@dataclass(frozen=True, slots=True)
class Anomaly:
    """How odd an image is by `method`, and why. `flagged` heeds the reference set; `scores` has every method's score.

    `reviews` are the words that count, one a person. `later` says that the image came after the run and was held
    against it by an approximate search, leaving the scores of the others as they were.
    """

    image: Image
    method: Method
    score: float
    percentile: float
    robust_z: float
    flagged: bool
    scores: Mapping[Method, Score]
    evidence: tuple[Neighbour, ...]
    reviews: tuple[Review, ...]
    in_reference_set: bool
    later: bool
    scored_at: datetime


@dataclass(frozen=True, slots=True)
class AnomalyListing:
    """Which anomalies of a dataset: by falling raw score of the method, ties by id, from the one at `after` on.

    `reviewed`: True, those that somebody judged; False, the others; None, both.
    """

    dataset_id: str
    method: Method
    filter: Filter = EVERYTHING
    reviewed: bool | None = None
    flagged_only: bool = False
    after: tuple[float, str] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far people are with what is flagged by `method`, of images that are searchable now.

    `left` are flagged and judged by nobody; `tonight` is as many of them as the `budget` (images a night) allows.
    `by_verdict` and `by_reviewer` count words that stand. `agreement` is Cohen's kappa, −1..1, over the `pairs` of
    people who judged the same image; None without one.
    """

    method: Method
    flagged: int
    reviewed: int
    left: int
    budget: int
    tonight: int
    by_verdict: Mapping[Verdict, int] = field(default_factory=dict)
    by_reviewer: Mapping[UUID, int] = field(default_factory=dict)
    pairs: int = 0
    agreement: float | None = None
