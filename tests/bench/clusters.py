"""Agglomerative clustering: time and memory beside scipy's, how it grows, and what it makes of the seed set."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from catalog.clusters.agglomerating import Linkage, agglomerate
from catalog.clusters.describing import described
from catalog.clusters.naming import names_of
from catalog.clusters.vocabulary import PROMPT
from catalog.clusters.words import WORDS
from deploy.seed.assembly import assemble
from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.settings import EmbedderSettings
from embedder.training.tiny import NAME
from tests.bench.figures import exponent, median, table
from tests.bench.plan import Plan
from tests.bench.telling import answer_of
from tests.planted.finding import Looked
from tests.planted.sets import seed_set

_HEADS: Final = (
    "linkage, images",
    "seconds",
    "CPU s",
    "MB",
    "of these before",
    "scipy CPU s",
    "ours of it",
    "scipy MB",
)
_SEED_HEADS: Final = ("linkage", "as many as categories", "cut at", "clusters", "adjusted Rand index")
_NAME_HEADS: Final = ("size", "most of them", "share", "name", "confidence")
_THRESHOLDS: Final = (0.4, 0.5, 0.6, 0.7)
_NAMED: Final = 12
_UNSORTED: Final = "unsorted"


def run(plan: Plan) -> None:
    """Print the figures for each linkage and size, then for the seed set by the shipped model."""
    for linkage in Linkage:
        print(table(_HEADS, list(_sizes(plan, linkage))), end="\n\n")
    model = load_model(EmbedderSettings(model_name=NAME))
    count = plan.seed_files[0]
    planted = seed_set(count)
    category = {file.name: file.drawn.category for file in assemble(count).files}
    categories = np.array([category[file.name] for file in planted.files])
    vectors = Looked.at(planted, model).vectors
    print(f"the seed set of {count:,}: {len(vectors):,} images, {len(set(categories.tolist())) - 1} categories")
    print(table(_SEED_HEADS, list(_seed(vectors, categories))), end="\n\n")
    print(table(_NAME_HEADS, list(_names(vectors, categories, model))))


def _sizes(plan: Plan, linkage: Linkage) -> Iterator[list[str | float]]:
    spent = []
    for size, rounds in plan.cluster_sizes:
        ours = _told("ours", size, linkage, rounds)
        seconds, cpu = (median(one[at] for one in ours["runs"]) for at in (0, 1))
        spent.append(cpu)
        row: list[str | float] = [f"{linkage.value}, {size:,}", seconds, cpu, ours["most"], ours["before"]]
        # Beyond that scipy takes two times 1.6 GB and minutes.
        if size <= plan.cluster_peer_most:
            theirs = _told("scipy", size, linkage, rounds)
            other = median(one[1] for one in theirs["runs"])
            yield [*row, other, cpu / other, theirs["most"]]
        else:
            yield [*row, "–", "–", "–"]
    grown = exponent([size for size, _ in plan.cluster_sizes], spent)
    yield [f"{linkage.value}, exponent of CPU", "", grown, "", "", "", "", ""]


def _told(program: str, size: int, linkage: Linkage, rounds: int) -> dict[str, Any]:
    arguments = [program, str(size), linkage.value, str(rounds)]
    return answer_of([sys.executable, "-m", "tests.bench.clusters_child", *arguments])


def _seed(vectors: NDArray[np.float32], categories: NDArray[np.str_]) -> Iterator[list[str | float]]:
    sorted_in = categories != _UNSORTED
    wanted = len(set(categories[sorted_in].tolist()))
    for linkage in Linkage:
        tree = agglomerate(vectors, linkage, check=lambda part: None)
        cuts = [("yes", "–", tree.into(wanted))]
        cuts += [("", f"{threshold:.1f}", tree.below(threshold)) for threshold in _THRESHOLDS]
        for as_many, at, labels in cuts:
            found = adjusted_rand(labels[sorted_in].tolist(), categories[sorted_in].tolist())
            yield [linkage.value, as_many, at, str(len(set(labels.tolist()))), found]


def _names(
    vectors: NDArray[np.float32], categories: NDArray[np.str_], model: LoadedModel
) -> Iterator[list[str | float]]:
    labels = agglomerate(vectors, Linkage.AVERAGE, check=lambda part: None).below(0.6)
    found = described(vectors, labels)
    texts = model.encode_texts([PROMPT.format(word) for word in WORDS])
    names = names_of(np.stack([one.mean for one in found]), vectors.mean(axis=0), WORDS, texts)
    for one, name in list(zip(found, names, strict=True))[:_NAMED]:
        [(most, count)] = Counter(categories[one.members].tolist()).most_common(1)
        size = len(one.members)
        yield [str(size), most, count / size, name.word if name else "–", name.confidence if name else "–"]


def adjusted_rand(one: Sequence[object], other: Sequence[object]) -> float:
    """How alike two partitions are: 1 for the same, 0 for no more than chance (Hubert and Arabie, 1985)."""
    together, left, right = Counter(zip(one, other, strict=True)), Counter(one), Counter(other)
    both, in_left, in_right = (_pairs(counts) for counts in (together, left, right))
    expected = in_left * in_right / (len(one) * (len(one) - 1) / 2)
    most = (in_left + in_right) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _pairs(counts: Counter[Any]) -> float:
    return sum(count * (count - 1) / 2 for count in counts.values())
