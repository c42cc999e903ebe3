"""Medians, percentiles, growth and compact tables."""

import math
import statistics
from collections.abc import Iterable, Sequence


def median(values: Iterable[float]) -> float:
    """The middle value; nan of nothing."""
    held = list(values)
    return statistics.median(held) if held else math.nan


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0..1) of all values do not exceed (nearest rank); nan of nothing."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """b of cost ≈ a · sizeᵇ, by least squares over the logarithms; nan when a cost is not positive."""
    if len(sizes) < 2 or min(costs) <= 0:
        return math.nan
    return statistics.linear_regression([math.log(one) for one in sizes], [math.log(one) for one in costs]).slope


def number(value: float) -> str:
    """Three figures that matter; – for nan."""
    if math.isnan(value):
        return "–"
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """Columns as wide as they must be, texts to the left and numbers to the right; also a Markdown table."""
    cells = [[cell if isinstance(cell, str) else number(cell) for cell in row] for row in rows]
    widths = [max(len(line[at]) for line in (list(heads), *cells)) for at in range(len(heads))]
    lines = [_line(heads, widths), "|-" + "-|-".join("-" * width for width in widths) + "-|"]
    return "\n".join([*lines, *(_line(line, widths) for line in cells)])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.rjust(width) if at else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "| " + " | ".join([first, *rest]) + " |"
