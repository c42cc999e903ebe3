"""Our tree is that of scipy, whatever the linkage and wherever it is cut; it can be stopped, and spares the gateway."""

import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.cluster.hierarchy import cophenet, fcluster
from scipy.cluster.hierarchy import linkage as scipy_linkage
from scipy.spatial.distance import pdist

from catalog.clusters.agglomerating import MOST_IMAGES, Linkage, agglomerate

SIZES = (2, 3, 17, 400)
CUTS = (1, 2, 5, 40, 399)


def go_on(part: float) -> None:
    assert 0 <= part <= 1


def scattered(count: int, seed: int) -> NDArray[np.float32]:
    """Unit vectors around a few directions, all at distances of their own."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(5, 24))[rng.integers(0, 5, count)] + rng.normal(size=(count, 24))
    return unit(vectors)


def unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return found


def same_partition(one: NDArray[np.int32], other: NDArray[np.int32]) -> bool:
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


@pytest.mark.parametrize("linkage", Linkage)
@pytest.mark.parametrize("count", SIZES)
def test_the_partitions_are_those_of_scipy(linkage: Linkage, count: int) -> None:
    vectors = scattered(count, seed=count)
    tree = agglomerate(vectors, linkage, check=go_on)
    theirs = scipy_linkage(pdist(vectors.astype(np.float64), "cosine"), linkage.value)
    np.testing.assert_allclose(tree.height, theirs[:, 2], atol=2e-6)
    for clusters in (cut for cut in CUTS if cut <= count):
        assert same_partition(tree.into(clusters), fcluster(theirs, clusters, "maxclust"))
    # Halfway between two merges that are further apart than rounding goes.
    for at in np.flatnonzero(np.diff(theirs[:, 2]) > 1e-5)[:: max(1, count // 20)]:
        between = float(theirs[at : at + 2, 2].mean())
        assert same_partition(tree.below(between), fcluster(theirs, between, "distance"))


@pytest.mark.parametrize("linkage", Linkage)
def test_every_height_is_the_distance_at_which_two_members_meet(linkage: Linkage) -> None:
    vectors = scattered(60, seed=8)
    tree = agglomerate(vectors, linkage, check=go_on)
    meeting = cophenet(scipy_linkage(pdist(vectors.astype(np.float64), "cosine"), linkage.value))
    low, high = np.triu_indices(60, 1)
    for threshold in (0.2, 0.5, 0.8):
        labels = tree.below(threshold)
        assert ((labels[low] == labels[high]) == (meeting <= threshold)).all()


@pytest.mark.parametrize("linkage", Linkage)
def test_equal_vectors_are_one_cluster_at_no_distance_and_any_number_is_exact(linkage: Linkage) -> None:
    vectors = np.repeat(unit(np.eye(4)), 6, axis=0)
    tree = agglomerate(vectors, linkage, check=go_on)
    assert tree.below(0.0).tolist() == np.repeat(np.arange(4), 6).tolist()
    assert [len(set(tree.into(wanted).tolist())) for wanted in range(1, 25)] == list(range(1, 25))
    assert np.isfinite(tree.height).all()


@pytest.mark.parametrize("linkage", Linkage)
def test_heights_only_rise(linkage: Linkage) -> None:
    tree = agglomerate(scattered(300, seed=4), linkage, check=go_on)
    assert (np.diff(tree.height) >= 0).all()
    assert 0 <= tree.height[0] <= tree.height[-1] <= 2


def test_a_number_beyond_that_of_the_members_leaves_each_alone() -> None:
    tree = agglomerate(scattered(7, seed=1), Linkage.AVERAGE, check=go_on)
    assert tree.into(50).tolist() == list(range(7))


def test_whoever_is_told_how_far_it_is_can_end_it() -> None:
    class Stop(Exception):
        pass

    told: list[float] = []

    def stop_at_half(part: float) -> None:
        told.append(part)
        if part >= 0.5:
            raise Stop

    with pytest.raises(Stop):
        agglomerate(scattered(600, seed=3), Linkage.AVERAGE, check=stop_at_half)
    assert told == sorted(told)
    assert len(told) > 1


@pytest.mark.parametrize("count", [0, 1, MOST_IMAGES + 1])
def test_other_numbers_of_vectors_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="can be clustered"):
        agglomerate(np.zeros((count, 2), np.float32), Linkage.AVERAGE, check=go_on)


def test_the_compiler_is_loaded_by_whoever_clusters_and_nobody_else() -> None:
    program = "import sys, catalog.clusters.running; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
