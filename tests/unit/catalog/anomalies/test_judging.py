"""What is made of raw scores: their place, their fences, and flags that heed references."""

import subprocess
import sys

import numpy as np
import pytest

from catalog.anomalies.columns import METHODS
from catalog.anomalies.judging import REFERENCE, Measure, against, flags, reach_of, scaling
from catalog.anomalies.rescoring import placed
from catalog.anomalies.scoring import Method
from catalog.anomalies.scoring_run import numbered

CROSS = np.array([[1, 0], [0, 1], [-1, 0]], np.float32)


def raw(*dnn: float, reference: float = np.nan) -> np.ndarray:
    """Scores by DNN, zeros by the others."""
    found = np.zeros((len(dnn), len(METHODS)))
    found[:, METHODS.index(Method.DNN)], found[:, REFERENCE] = dnn, reference
    return found


def test_a_method_without_scores_has_no_fence_and_stands_in_the_middle() -> None:
    scale = scaling(raw(1, 2, 3))
    assert set(scale.fences) == {Method.DNN, Method.KNN, Method.LOF}
    assert scale.percentile[:, METHODS.index(Method.DNN)].tolist() == [0, 50, 100]
    assert (scale.percentile[:, REFERENCE].tolist(), scale.robust_z[:, REFERENCE].tolist()) == ([50] * 3, [0] * 3)
    assert set(scaling(raw(1, 2, reference=0.5)).fences) == set(Method)


def test_a_reference_reaches_as_far_as_the_nearest_neighbour_of_half_of_all() -> None:
    assert reach_of(raw(0.1, 0.2, 9.0)) == 0.2
    assert reach_of(raw()) == 0.0


def test_what_is_above_the_fence_is_flagged_unless_it_looks_like_a_reference() -> None:
    by = Measure({Method.DNN: 1.0}, reach=0.2)
    found = flags(raw(0.5, 1.0, 1.5, 1.5, 1.5), np.array([np.inf, np.inf, np.inf, 0.2, 0.21]), by)
    assert found[:, METHODS.index(Method.DNN)].tolist() == [False, False, True, False, True]
    assert not found[:, REFERENCE].any(), "without a fence nothing is flagged"


def test_distances_to_references_are_to_the_nearest() -> None:
    scores, nearest = against(CROSS, CROSS[:1])
    assert nearest.tolist() == [0, 1, 2]
    assert scores.tolist() == [0, 1, 2]
    scores, nearest = against(CROSS, CROSS[:0])
    assert np.isnan(scores).all()
    assert np.isinf(nearest).all()


def test_a_later_score_takes_its_place_among_those_of_the_run() -> None:
    percentile, robust_z = placed(np.array([5.0, np.nan]), np.array([0.0, 1.0, 2.0, 3.0]))
    assert (percentile.tolist(), robust_z[1]) == ([100, 50], 0)
    assert robust_z[0] > 2
    assert placed(np.array([0.3]), np.zeros(0))[0].tolist() == [50]


@pytest.mark.parametrize("names", [["g", "g", "h", "h", "i"], ["h", "h", "g", "g", "i"]])
def test_members_who_are_not_there_are_in_no_group(names: list[str]) -> None:
    ids = np.array(["b", "d", "f"], "S26")
    group = numbered(ids, np.array(names, "S32"), np.array(["b", "d", "e", "f", "z"], "S26"))
    assert group[0] == group[1] != group[2]
    assert (group >= 0).all()
    assert numbered(ids, np.zeros(0, "S32"), np.zeros(0, "S26")).tolist() == [-1] * 3
    assert numbered(ids[:0], np.array(names, "S32"), np.array(["b"] * 5, "S26")).tolist() == []


def test_who_only_looks_does_not_pay_for_numba() -> None:
    program = "import sys, catalog.wiring; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
