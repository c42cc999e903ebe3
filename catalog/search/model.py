"""What is asked of a search and what it answers."""

from dataclasses import dataclass
from typing import Final

from catalog.filters.model import EVERYTHING, Filter
from catalog.images.crops import Box
from catalog.images.model import Image

MAX_LIMIT: Final = 200
MAX_REACH: Final = 2_000
MAX_TEXT: Final = 500
VECTOR_NAME: Final = "clip_global"
CROPS_NAME: Final = "clip_crops"
MAX_EXAMPLES: Final = 32
"""Of each kind, that a caller names."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Images that the answer is to be like, and images that it is not to be like."""

    positive_ids: tuple[str, ...] = ()
    negative_ids: tuple[str, ...] = ()

    @property
    def all_ids(self) -> tuple[str, ...]:
        """Both, the positive ones first."""
        return self.positive_ids + self.negative_ids


@dataclass(frozen=True, slots=True)
class SearchParams:
    """How to search.

    `limit` 1..MAX_LIMIT and `offset` ≥ 0, together at most MAX_REACH; `score_threshold` −1..1 is the least cosine;
    `phash_gate` 0..64 is the largest Hamming distance; `hnsw_ef` 4..4096 is how widely the graph is searched;
    `exact` compares with every vector; `use_crops` with the crops of images too, and an image's best cosine counts.
    `examples` are images that the caller names, `marked` those that people have said to fit the question or not: both
    move the question (catalog.search.rocchio), negative ones are never hits.
    """

    limit: int = 20
    offset: int = 0
    score_threshold: float | None = None
    filter: Filter = EVERYTHING
    phash_gate: int | None = None
    hnsw_ef: int | None = None
    exact: bool = False
    use_crops: bool = False
    examples: Examples = Examples()
    marked: Examples = Examples()


@dataclass(frozen=True, slots=True)
class Hit:
    """An image and its cosine similarity, −1..1, to the question, as the examples have moved it.

    `vector_name` says which of the image's vectors has it; `box` where the crop is that has it.
    """

    image: Image
    score: float
    vector_name: str = VECTOR_NAME
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, the vector space that they were found in, and the examples that moved the question.

    `crops_compared`: crops were asked for, and some image that the filter passes has them.
    """

    hits: tuple[Hit, ...]
    vector_name: str
    model_name: str
    model_version: str
    examples: Examples = Examples()
    crops_compared: bool = False
