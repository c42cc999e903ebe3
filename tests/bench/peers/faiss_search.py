"""faiss on hashes in a file: `python faiss_search.py FILE FURTHEST ROUNDS`, in the peer's own environment."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import faiss
import numpy as np


def _flat() -> Any:
    return faiss.IndexBinaryFlat(64)


def _multi_hash() -> Any:
    """Four tables of 16 bits, one bit flipped in each: exact up to seven bits."""
    index = faiss.IndexBinaryMultiHash(64, 4, 16)
    index.nflip = 1
    return index


def _timed(make: Callable[[], Any], hashes: Any, furthest: int) -> tuple[tuple[float, float], int]:
    begin, used = time.perf_counter(), time.process_time()
    index = make()
    index.add(hashes)
    # Its range is open: distances below the radius.
    limits, _, _ = index.range_search(hashes, furthest + 1)
    run = (time.perf_counter() - begin, time.process_time() - used)
    return run, (int(limits[-1]) - len(hashes)) // 2


def main() -> None:
    """Print, for each index, seconds and CPU seconds of every round and how many pairs there are."""
    file, furthest, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    hashes = np.load(file).view(np.uint8).reshape(-1, 8)
    found = {}
    for name, make in (("faiss IndexBinaryFlat", _flat), ("faiss IndexBinaryMultiHash", _multi_hash)):
        runs = [_timed(make, hashes, furthest) for _ in range(rounds)]
        found[name] = {"runs": [run for run, _ in runs], "pairs": runs[0][1]}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
