"""How alike is alike: per model, since each spreads its vectors differently (docs/decisions/0018)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from catalog.duplicates.grouping import MARGIN


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Cosines, 0..1.

    `duplicate`: T2, when nobody asks for another. `variant`: T4; about one pair in 100,000 that have nothing to do with
    each other is above it. `turned_floor`: what a T3 pair must have beside its hash. `margin`: how far the worst pair
    of a group may be below the threshold.
    """

    duplicate: float = 0.95
    variant: float = 0.97
    turned_floor: float = 0.75
    margin: float = MARGIN


UNKNOWN: Final = Thresholds()
"""For a model that nobody has calibrated: strict about variants, which no hash confirms."""
CALIBRATED: Final[Mapping[str, Thresholds]] = {"semblance-tiny": Thresholds(variant=0.998)}


def thresholds_of(model_name: str) -> Thresholds:
    """The model's own, or UNKNOWN."""
    return CALIBRATED.get(model_name, UNKNOWN)
