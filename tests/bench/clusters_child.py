"""Clustering in a process of its own: `python -m tests.bench.clusters_child ours|scipy SIZE LINKAGE ROUNDS`."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage as scipy_linkage
from scipy.spatial.distance import pdist

from catalog.clusters.agglomerating import Linkage, agglomerate
from tests.bench.telling import most_mb

_DIMENSION: Final = 512
_CENTRES: Final = 200


def main() -> None:
    """Print seconds and CPU seconds of each round, and MB before and at most."""
    parser = argparse.ArgumentParser()
    parser.add_argument("program", choices=sorted(_PROGRAMS))
    parser.add_argument("size", type=int)
    parser.add_argument("linkage", type=Linkage)
    parser.add_argument("rounds", type=int)
    options = parser.parse_args()
    work = _PROGRAMS[options.program]
    vectors = drawn(options.size)
    work(vectors[:50], options.linkage)
    before, runs = most_mb(), []
    for _ in range(options.rounds):
        begin, used = time.perf_counter(), time.process_time()
        work(vectors, options.linkage)
        runs.append((time.perf_counter() - begin, time.process_time() - used))
    json.dump({"runs": runs, "before": before, "most": most_mb()}, sys.stdout)


def drawn(size: int) -> NDArray[np.float32]:
    """Unit vectors around 200 centres, with noise as long as the centres themselves."""
    rng = np.random.default_rng(size)
    centres = rng.normal(size=(_CENTRES, _DIMENSION)).astype(np.float32)
    vectors = centres[rng.integers(0, _CENTRES, size)] + rng.standard_normal((size, _DIMENSION), np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _ours(vectors: NDArray[np.float32], linkage: Linkage) -> None:
    agglomerate(vectors, linkage, check=lambda part: None)


def _theirs(vectors: NDArray[np.float32], linkage: Linkage) -> None:
    scipy_linkage(pdist(vectors, "cosine"), linkage.value)


_PROGRAMS: Final[dict[str, Callable[[NDArray[np.float32], Linkage], None]]] = {"ours": _ours, "scipy": _theirs}

if __name__ == "__main__":
    main()
