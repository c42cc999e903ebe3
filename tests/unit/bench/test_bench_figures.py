"""The arithmetic behind the printed figures."""

import math

import pytest

from tests.bench.figures import exponent, median, number, percentile, table


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert percentile([7.0], 0.5) == percentile([7.0], 0.99) == 7.0


def test_nothing_measured_is_not_a_number() -> None:
    assert math.isnan(median([]))
    assert math.isnan(percentile([], 0.5))
    assert number(median([])) == "–"


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
def test_the_exponent_is_found(power: float) -> None:
    sizes = [1_000, 5_000, 20_000]
    assert exponent(sizes, [3 * size**power for size in sizes]) == pytest.approx(power, abs=1e-9)


def test_no_exponent_without_two_positive_costs() -> None:
    assert math.isnan(exponent([1_000], [1.0]))
    assert math.isnan(exponent([1_000, 5_000], [0.0, 1.0]))


def test_numbers_have_three_figures() -> None:
    assert [number(value) for value in (0, 0.126, 12.34, 123.4, 12_345.6)] == ["0", "0.13", "12.3", "123", "12,346"]


def test_a_table_is_aligned_markdown() -> None:
    lines = table(("what", "ms"), [["a", 1.0], ["longer", "12"]]).splitlines()
    assert lines == ["| what   |   ms |", "|--------|------|", "| a      | 1.00 |", "| longer |   12 |"]
