"""What marking three irrelevant hits does to the answer of the same query, with the shipped model on the seed set."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.embeddings.model import Vector
from catalog.search.rocchio import OF_PICTURES, OF_WORDS, Weights, moved
from deploy.seed.assembly import assemble
from deploy.seed.model import SeedFile
from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.framing import Framing
from embedder.pixels import DecodeLimits, mean_colour, model_pixels
from embedder.settings import EmbedderSettings
from embedder.training.tiny import NAME
from tests.bench.figures import table
from tests.bench.plan import Plan

_BATCH: Final = 32
_NO_LIMIT: Final = DecodeLimits(max_bytes=1 << 40, max_pixels=1 << 40, max_side=1 << 40)
_TOP: Final = 10
_MARKED: Final = 3
_FEWEST: Final = 10
_EVERY: Final = 8
Vectors = NDArray[np.float32]
Ranking = Callable[[Vectors, "Query", Vectors, Vectors], Vectors]
"""Scores (n,) of all files (n, d) for a query, by its positives and negatives."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question's unit vector, which of n files fit it, how it is moved, and the file that it is, if it is one."""

    vector: Vector
    fits: NDArray[np.bool_]
    weights: Weights
    own: int | None = None


def _ours(files: Vectors, query: Query, good: Vectors, bad: Vectors) -> Vectors:
    return files @ moved(query.vector, good, bad, query.weights)


def _as_before(files: Vectors, query: Query, good: Vectors, bad: Vectors) -> Vectors:
    return files @ query.vector


def _average_vector(files: Vectors, query: Query, good: Vectors, bad: Vectors) -> Vectors:
    """As Qdrant's recommend has it: 2 × the mean of the positives − that of the negatives."""
    positive = np.concatenate([query.vector[None], good]).mean(axis=0)
    scores: Vectors = files @ (2 * positive - bad.mean(axis=0))
    return scores


def _best_score(files: Vectors, query: Query, good: Vectors, bad: Vectors) -> Vectors:
    """As Qdrant's recommend has it: by the best positive, or below all of those by the nearest negative."""
    positive = (files @ np.concatenate([query.vector[None], good]).T).max(axis=1)
    negative = (files @ bad.T).max(axis=1)
    scores: Vectors = np.where(positive > negative, 2 + positive, -2 - negative)
    return scores


_RANKINGS: Final[Mapping[str, tuple[Ranking, bool]]] = {
    "as before, the marked ones left out": (_as_before, True),
    "moved, the marked ones left out (ours)": (_ours, True),
    "moved only": (_ours, False),
    "Qdrant's average_vector": (_average_vector, False),
    "Qdrant's best_score": (_best_score, False),
}


def run(plan: Plan) -> None:
    """Print how many of three marked hits stay among the first ten, and the precision of those ten."""
    model = load_model(EmbedderSettings(model_name=NAME, batch_size=_BATCH))
    for count in plan.seed_files:
        files = assemble(count).files
        vectors = _vectors(model, files)
        for name, queries in (("words", _in_words(model, files)), ("pictures", _in_pictures(files, vectors))):
            for positives in (0, 2):
                measure(f"{count:,} files, {name}, {positives} relevant marks", vectors, list(queries), positives)


def measure(name: str, files: Vectors, queries: Sequence[Query], positives: int) -> None:
    """Print both for every way to rank, of those queries that have three irrelevant hits among the first ten."""
    first = [(query, _first(files @ query.vector, query.own)) for query in queries]
    asked = [(query, hits) for query, hits in first if np.count_nonzero(~query.fits[hits]) >= _MARKED]
    print(f"{name}: {len(asked)} queries with {_MARKED} irrelevant hits", flush=True)
    if not asked:
        return
    before = float(np.mean([query.fits[hits].mean() for query, hits in asked]))
    rows: list[list[str | float]] = [["before", f"{_MARKED * len(asked)}", f"{before:.3f}"]]
    for title, (rank, leaves_out) in _RANKINGS.items():
        stay, precision = 0, 0.0
        for query, hits in asked:
            good, bad = hits[query.fits[hits]][:positives], hits[~query.fits[hits]][:_MARKED]
            scores = rank(files, query, files[good], files[bad])
            again = _first(np.where(np.isin(np.arange(len(files)), bad) & leaves_out, -np.inf, scores), query.own)
            stay += int(np.isin(bad, again).sum())
            precision += float(query.fits[again].mean()) / len(asked)
        rows.append([title, str(stay), f"{precision:.3f}"])
    print(table(("", "marked in the first ten", "precision at 10"), rows), end="\n\n")


def _first(scores: Vectors, own: int | None) -> NDArray[np.int64]:
    order = np.argsort(-scores, kind="stable")
    others: NDArray[np.int64] = order[order != own]
    return others[:_TOP]


def _in_words(model: LoadedModel, files: Sequence[SeedFile]) -> Iterator[Query]:
    """Everything that is true of enough files, in its own words."""
    known = Counter(claim for file in files for claim in file.drawn.facts)
    claims = sorted(claim for claim, held in known.items() if held >= _FEWEST)
    for at in range(0, len(claims), _BATCH):
        some = claims[at : at + _BATCH]
        for claim, vector in zip(some, model.encode_texts(some), strict=True):
            yield Query(vector, np.array([claim in file.drawn.facts for file in files]), OF_WORDS)


def _in_pictures(files: Sequence[SeedFile], vectors: Vectors) -> Iterator[Query]:
    """Every eighth file; what is of its category fits."""
    categories = np.array([file.drawn.category for file in files])
    for at in range(0, len(files), _EVERY):
        yield Query(vectors[at], categories == categories[at], OF_PICTURES, at)


def _vectors(model: LoadedModel, files: Sequence[SeedFile]) -> Vectors:
    framing = Framing(model.facts.image_size, mean_colour(model.facts.mean))
    return np.concatenate(
        [
            model.encode_images(
                [model_pixels(file.data, framing, limits=_NO_LIMIT) for file in files[at : at + _BATCH]]
            )
            for at in range(0, len(files), _BATCH)
        ]
    )
