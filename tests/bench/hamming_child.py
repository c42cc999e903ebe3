"""The Hamming join in a process of its own: `python -m tests.bench.hamming_child FILE FURTHEST ROUNDS [--recall]`."""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalog.duplicates.hamming import pairs_within
from catalog.duplicates.hash_pairs import HashPairs
from tests.bench.telling import most_mb


def main() -> None:
    """Print seconds and CPU seconds of each round, pairs, the compiler's seconds, MB before and at most, and recall."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("furthest", type=int)
    parser.add_argument("rounds", type=int)
    parser.add_argument("--recall", action="store_true", help="compare every two hashes as well")
    options = parser.parse_args()
    hashes = np.load(options.file)
    begin = time.perf_counter()
    pairs_within(hashes[:10], options.furthest)
    compiling, before = time.perf_counter() - begin, most_mb()
    runs, found = [], pairs_within(hashes[:0], options.furthest)
    for _ in range(options.rounds):
        begin, used = time.perf_counter(), time.process_time()
        found = pairs_within(hashes, options.furthest)
        runs.append((time.perf_counter() - begin, time.process_time() - used))
    told = {"runs": runs, "pairs": len(found.left), "compiling": compiling, "before": before, "most": most_mb()}
    if options.recall:
        told |= _compared(hashes, options.furthest, found)
    json.dump(told, sys.stdout)


def _compared(hashes: NDArray[np.uint64], furthest: int, found: HashPairs) -> dict[str, float]:
    """Against comparing all; a block of rows at a time."""
    begin = time.perf_counter()
    expected = []
    for row in range(0, len(hashes), 500):
        distance = np.bitwise_count(hashes[row : row + 500, np.newaxis] ^ hashes)
        left, right = np.nonzero(distance <= furthest)
        later = left + row < right
        expected.append((left[later] + row) * len(hashes) + right[later])
    true = np.concatenate(expected)
    ours = found.left.astype(np.int64) * len(hashes) + found.right
    common = len(np.intersect1d(true, ours))
    return {
        "recall": common / max(1, len(true)),
        "precision": common / max(1, len(ours)),
        "brute": time.perf_counter() - begin,
    }


if __name__ == "__main__":
    main()
