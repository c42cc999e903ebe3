"""The benches of anomalies measure what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench import neighbours
from tests.bench.plan import QUICK
from tests.planted.oddness import auroc


def test_the_quick_bench_of_neighbours_runs(capsys: pytest.CaptureFixture[str]) -> None:
    neighbours.run(QUICK)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows if row[0][:1].isdigit()] == [f"{size:,}" for size, _ in QUICK.neighbour_sizes]
    seconds = rows[0].index("CPU s")
    assert all(float(row[seconds]) >= 0 for row in rows if row[0][:1].isdigit())


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=20))
def test_auroc_is_how_often_an_odd_one_has_more(given_: list[tuple[int, bool]]) -> None:
    scores = np.array([float(score) for score, _ in given_] + [2.0, 3.0])
    odd = np.array([is_odd for _, is_odd in given_] + [True, False], np.bool_)
    pairs = [np.sign(one - other) for one in scores[odd] for other in scores[~odd]]
    assert auroc(scores, odd) == pytest.approx(0.5 + np.mean(pairs) / 2)
