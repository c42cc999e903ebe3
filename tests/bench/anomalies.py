"""How well each score tells planted anomalies from other pictures, beside pyod's detectors and beside chance."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from catalog.anomalies.neighbours import UNGROUPED, nearest
from catalog.anomalies.scoring import Method, raw_scores
from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.settings import EmbedderSettings
from embedder.training.tiny import NAME
from tests.bench.figures import median, table
from tests.bench.peers.environment import PeerMissing, python_of
from tests.bench.plan import Plan
from tests.bench.telling import answer_of
from tests.planted.anomalies import ALL_KINDS, SCENES, OddSet, photographs_among_drawn, seed_datasets
from tests.planted.oddness import Judged, K, auroc, aurocs

_PEER: Final = Path(__file__).parent / "peers" / "pyod_scores.py"
_PEERS: Final = ("pyod KNN, mean", "pyod KNN, largest", "pyod LOF")
_SHUFFLES: Final = 1_000


def run(plan: Plan) -> None:
    """Print, for every set, the area under the ROC curve of each score, and how far ours are from pyod's."""
    model = load_model(EmbedderSettings(model_name=NAME))
    columns = {name: _column(odd_set, model, plan) for name, odd_set in _sets(plan)}
    rows: list[list[str | float]] = [["pictures, odd ones", *(counts for counts, _ in columns.values())]]
    rows += [
        [label, *(_figure(found.get(label)) for _, found in columns.values())]
        for label in dict.fromkeys(label for _, found in columns.values() for label in found)
    ]
    print(table(["score", *columns], rows))


def _sets(plan: Plan) -> Iterator[tuple[str, OddSet]]:
    for count in plan.seed_files:
        for dataset, odd_set in seed_datasets(count):
            yield f"{dataset} of {count:,}", odd_set
    yield "photographs among scenes", photographs_among_drawn(plan.drawn, SCENES)
    yield "among all kinds", photographs_among_drawn(plan.drawn, ALL_KINDS)


def _column(odd_set: OddSet, model: LoadedModel, plan: Plan) -> tuple[str, Mapping[str, float]]:
    judged = Judged.of(odd_set, model)
    found = {f"ours, {method.value}": value for method, value in aurocs(judged).items()}
    if plan.peer_sizes:
        found |= _beside_pyod(judged)
    generator = np.random.default_rng(1)
    chance = [auroc(generator.random(len(judged.odd)), judged.odd) for _ in range(_SHUFFLES)]
    return f"{len(judged.odd):,}, {int(judged.odd.sum())}", {**found, "random order": median(chance)}


def _beside_pyod(judged: Judged) -> dict[str, float]:
    """Its detectors know of no groups: ours without them are what theirs must be the same as."""
    with tempfile.TemporaryDirectory() as folder:
        vectors, scores = Path(folder) / "vectors.npy", Path(folder) / "scores.npz"
        np.save(vectors, judged.vectors)
        try:
            answer_of([python_of("pyod"), _PEER, vectors, K, scores])
        except PeerMissing as error:
            print(error)
            return {}
        theirs = dict(np.load(scores))
    group = np.full(len(judged.odd), UNGROUPED, np.int32)
    ours = raw_scores(nearest(judged.vectors, K, group=group, check=lambda share: None))
    differing = {
        "largest difference from pyod, knn": float(np.abs(ours[Method.KNN] - theirs[_PEERS[0]]).max()),
        "of itself, lof": float(np.abs(ours[Method.LOF] / theirs[_PEERS[2]] - 1).max()),
    }
    return {name: auroc(theirs[name], judged.odd) for name in _PEERS} | differing


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if value >= 0.0005 else f"{value:.0e}"
