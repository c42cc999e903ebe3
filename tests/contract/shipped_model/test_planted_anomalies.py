"""What is promised of odd pictures with the shipped model: they come before the others.

docs/BENCHMARKS.md has the whole table (`make bench BENCH=anomalies`); here the sets are smaller.
"""

import numpy as np
import pytest

from catalog.anomalies.scoring import Method
from embedder.backends.loaded_model import LoadedModel
from embedder.backends.loading import load_model
from embedder.settings import EmbedderSettings
from embedder.training.tiny import NAME
from tests.planted.anomalies import SCENES, photographs_among_drawn, seed_datasets
from tests.planted.oddness import Judged, aurocs

SEED_FILES = 200
DRAWN = 160


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return load_model(EmbedderSettings(model_name=NAME, model_threads=2))


@pytest.fixture(scope="module")
def landscapes(model: LoadedModel) -> Judged:
    return Judged.of(dict(seed_datasets(SEED_FILES))["landscapes"], model)


@pytest.fixture(scope="module")
def photographs(model: LoadedModel) -> Judged:
    return Judged.of(photographs_among_drawn(DRAWN, SCENES), model)


def test_strangers_in_the_seed_set_are_odder_than_its_landscapes(landscapes: Judged) -> None:
    found = aurocs(landscapes)
    assert int(landscapes.odd.sum()) == 6
    assert min(found[method] for method in (Method.KNN, Method.REFERENCE)) >= 0.98
    assert min(found.values()) >= 0.9


def test_photographs_are_odder_than_drawn_scenes(photographs: Judged) -> None:
    """Two are as near to each other as drawn ones are, so that the nearest alone does not tell."""
    found = aurocs(photographs)
    assert min(found[method] for method in (Method.KNN, Method.REFERENCE)) >= 0.98
    assert found[Method.DNN] >= 0.8


def test_the_same_are_odd_whatever_order_pictures_came_in(landscapes: Judged) -> None:
    order = np.random.default_rng(5).permutation(len(landscapes.odd))
    shuffled = Judged(landscapes.vectors[order], landscapes.group[order], landscapes.odd[order])
    one, other = aurocs(landscapes), aurocs(shuffled)
    assert {method: one[method] for method in (Method.DNN, Method.KNN, Method.LOF)} == pytest.approx(
        {method: other[method] for method in (Method.DNN, Method.KNN, Method.LOF)}
    )
