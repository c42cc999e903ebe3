"""The benches of candidates still run; and what is drawn for them has the near-duplicates that it says."""

import re

import numpy as np
import pytest

from tests.bench import candidates, hamming
from tests.bench.plan import QUICK
from tests.bench.planted_hashes import FURTHEST, planted_hashes


def test_the_quick_bench_finds_all_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    hamming.run(QUICK)
    assert re.search(r"recall 1\.000000, precision 1\.000000 of \d+ pairs", capsys.readouterr().out)


def test_turned_photographs_are_candidates(capsys: pytest.CaptureFixture[str]) -> None:
    candidates.run(QUICK)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in capsys.readouterr().out.splitlines()]
    heads = rows[0]
    (turned,) = (row for row in rows if row[0].startswith("turned"))
    assert turned[heads.index("within 6")] == "100.00 %"


def test_a_tenth_is_near_and_a_tenth_is_equal() -> None:
    hashes = planted_hashes(2_000)
    distance = np.bitwise_count(hashes[:, np.newaxis] ^ hashes)
    np.fill_diagonal(distance, 64)
    nearest = distance.min(axis=1)
    assert len(np.unique(hashes)) <= 1_800
    assert 400 <= np.count_nonzero(nearest <= FURTHEST) <= 800
