"""One round in a process of its own: `python -m tests.bench.neighbours_child FILE ours|product [INDEX]`."""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalog.anomalies.neighbours import nearest
from tests.bench.telling import most_mb

K = 10
_SIDE = 2048


def main() -> None:
    """Print seconds, CPU seconds, and MB before and at most; write the neighbours that were found to INDEX."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("what", choices=("ours", "product"))
    parser.add_argument("index", type=Path, nargs="?")
    options = parser.parse_args()
    vectors = np.load(options.file)
    if options.what == "ours":
        # Compiled.
        nearest(vectors[:100], K, check=lambda share: None)
    before, begin, used = most_mb(), time.perf_counter(), time.process_time()
    if options.what == "product":
        _product(vectors)
    else:
        found = nearest(vectors, K, check=lambda share: None)
    told = {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - used}
    told |= {"before": before, "most": most_mb()}
    if options.index:
        np.save(options.index, found.index)
    json.dump(told, sys.stdout)


def _product(vectors: NDArray[np.float32]) -> None:
    """The cosines of all with all, block by block, thrown away."""
    room = np.empty((_SIDE, _SIDE), np.float32)
    for top in range(0, len(vectors), _SIDE):
        rows = vectors[top : top + _SIDE]
        for left in range(0, len(vectors), _SIDE):
            columns = vectors[left : left + _SIDE]
            np.matmul(rows, columns.T, out=room[: len(rows), : len(columns)])


if __name__ == "__main__":
    main()
