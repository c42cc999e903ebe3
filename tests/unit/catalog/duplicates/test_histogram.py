"""Every pair is in its bucket, at every threshold that it clears, and random pairs are the same ones every time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.duplicates.histogram import BELOW, BUCKETS, RANDOM_PAIRS, THRESHOLDS, histogram_of, random_pairs_of
from catalog.duplicates.model import Tier
from tests.duplicate_graphs import Graph

HUNDREDTHS = st.integers(70, 100)


def unit(generator: np.random.Generator, rows: int) -> np.ndarray:
    drawn = generator.normal(size=(rows, 8))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


def test_buckets_are_hundredths() -> None:
    assert (BUCKETS[0], BUCKETS[-1], len(BUCKETS)) == ("0.75", "0.99", 25)
    assert (THRESHOLDS[0], THRESHOLDS[-1], len(THRESHOLDS)) == (0.8, 0.99, 20)


@pytest.mark.parametrize(
    ("similarity", "bucket"),
    [(0.75, "0.75"), (0.7599, "0.75"), (0.8, "0.80"), (0.95, "0.95"), (0.9899, "0.98"), (0.99, "0.99"), (1.0, "0.99")],
)
def test_a_pair_is_in_the_bucket_of_its_lower_bound(similarity: float, bucket: str) -> None:
    found = histogram_of(Graph(2, {(0, 1): (Tier.EDITED, 3, similarity)}).table(), {})
    assert {name for name, count in found.buckets[Tier.EDITED].items() if count} == {bucket}


@settings(deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(HUNDREDTHS, st.sampled_from((Tier.EDITED, Tier.VARIANT))), max_size=30))
def test_counts_are_those_of_counting(drawn: list[tuple[int, Tier]]) -> None:
    edges = {(0, at + 1): (tier, 3, hundredths / 100) for at, (hundredths, tier) in enumerate(drawn)}
    found = histogram_of(Graph(len(drawn) + 1, edges).table(), {})
    for tier in (Tier.EDITED, Tier.VARIANT):
        mine = [hundredths for hundredths, one in drawn if one is tier]
        assert sum(found.buckets[tier].values()) == sum(one >= 75 for one in mine)
        assert found.at_least[tier] == tuple(sum(one >= least for one in mine) for least in range(80, 100))


def test_same_pixels_and_turns_count_as_what_grouping_makes_of_them() -> None:
    graph = Graph(3, {(0, 1): (Tier.SAME_PIXELS, 0, 0.9), (0, 2): (Tier.TURNED, 5, 0.6)})
    found = histogram_of(graph.table(), {"below": 3, "0.75": 1})
    assert found.buckets[Tier.SAME_PIXELS]["0.99"] == found.buckets[Tier.TURNED]["0.99"] == 1
    assert (found.random_total, found.random_pairs["below"]) == (4, 3)


def test_random_pairs_of_few_are_all_of_them() -> None:
    vectors = unit(np.random.default_rng(1), 20)
    vectors[3] = vectors[4]
    found = random_pairs_of(vectors)
    assert sum(found.values()) == 190
    cosines = (vectors @ vectors.T)[np.triu_indices(20, 1)]
    assert found[BELOW] == int((cosines < 0.75).sum())
    assert found["0.99"] >= 1


def test_random_pairs_of_many_are_the_same_every_time() -> None:
    vectors = unit(np.random.default_rng(2), 500)
    found = random_pairs_of(vectors)
    assert sum(found.values()) == RANDOM_PAIRS
    assert found == random_pairs_of(vectors.copy())


def test_no_random_pair_is_of_one_vector_with_itself() -> None:
    assert random_pairs_of(np.eye(300, dtype=np.float32)) == dict.fromkeys((BELOW, *BUCKETS), 0) | {BELOW: RANDOM_PAIRS}


@pytest.mark.parametrize("rows", [0, 1])
def test_nothing_has_no_pairs(rows: int) -> None:
    assert sum(random_pairs_of(np.eye(8, dtype=np.float32)[:rows]).values()) == 0
