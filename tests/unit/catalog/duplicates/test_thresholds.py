"""Every model has thresholds that grouping can use."""

import pytest

from catalog.duplicates.thresholds import CALIBRATED, UNKNOWN, Thresholds, thresholds_of


def test_a_model_has_its_own() -> None:
    assert thresholds_of("semblance-tiny") is CALIBRATED["semblance-tiny"]


def test_an_unknown_model_has_the_strict_ones() -> None:
    assert thresholds_of("ViT-B-32") is UNKNOWN


@pytest.mark.parametrize("thresholds", [UNKNOWN, *CALIBRATED.values()])
def test_nothing_is_asked_for_that_is_not_kept(thresholds: Thresholds) -> None:
    assert thresholds.duplicate == 0.95
    assert thresholds.duplicate < thresholds.variant < 1
    # Edges are kept from 0.75 on, and 0.80 is the least threshold that can be asked for.
    assert 0.80 - thresholds.margin >= 0.75
    assert thresholds.turned_floor >= 0.75
