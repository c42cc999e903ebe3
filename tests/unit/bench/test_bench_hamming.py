"""The bench of the join still runs; and what it draws has the near-duplicates that it says."""

import re
import subprocess
import sys

import numpy as np

from deploy.local.layout import REPOSITORY
from tests.bench.planted_hashes import FURTHEST, planted_hashes


def test_the_quick_bench_finds_all_pairs() -> None:
    command = [sys.executable, "-m", "tests.bench", "hamming", "--quick"]
    done = subprocess.run(command, cwd=REPOSITORY, text=True, capture_output=True, check=False, timeout=200)
    assert done.returncode == 0, done.stderr
    assert re.search(r"recall 1\.000000, precision 1\.000000 of \d+ pairs", done.stdout)


def test_a_tenth_is_near_and_a_tenth_is_equal() -> None:
    hashes = planted_hashes(2_000)
    distance = np.bitwise_count(hashes[:, np.newaxis] ^ hashes)
    np.fill_diagonal(distance, 64)
    nearest = distance.min(axis=1)
    assert len(np.unique(hashes)) <= 1_800
    assert 400 <= np.count_nonzero(nearest <= FURTHEST) <= 800
