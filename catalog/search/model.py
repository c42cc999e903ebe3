"""What is asked of a search and what it answers."""

from dataclasses import dataclass
from typing import Final

from catalog.filters.model import EVERYTHING, Filter
from catalog.images.model import Image

MAX_LIMIT: Final = 200
MAX_REACH: Final = 2_000
MAX_TEXT: Final = 500
VECTOR_NAME: Final = "clip_global"


@dataclass(frozen=True, slots=True)
class SearchParams:
    """How to search.

    `limit` 1..MAX_LIMIT and `offset` ≥ 0, together at most MAX_REACH; `score_threshold` −1..1 is the least cosine;
    `phash_gate` 0..64 is the largest Hamming distance; `hnsw_ef` 4..4096 is how widely the graph is searched;
    `exact` compares with every vector.
    """

    limit: int = 20
    offset: int = 0
    score_threshold: float | None = None
    filter: Filter = EVERYTHING
    phash_gate: int | None = None
    hnsw_ef: int | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An image and its cosine similarity to the query, −1..1."""

    image: Image
    score: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and the vector space that they were found in."""

    hits: tuple[Hit, ...]
    vector_name: str
    model_name: str
    model_version: str
