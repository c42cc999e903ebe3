"""Plain checks of a picture: each compares one measure with one threshold (docs/quality.md says why that one)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from catalog.images.quality import QualityMeasures


class QualityCheck(StrEnum):
    """What can be the matter with a picture, in the order in which it is told."""

    DARK = "dark"
    BRIGHT = "bright"
    BLURRY = "blurry"
    LOW_INFORMATION = "low_information"
    ODD_ASPECT = "odd_aspect"
    ODD_SIZE = "odd_size"
    NEAR_EMPTY = "near_empty"


class Side(StrEnum):
    """On which side of its threshold a measure fails."""

    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class QualityRule:
    """The check fails when the measure of that name is on that side of the threshold, and not at it."""

    measure: str
    side: Side
    threshold: float

    def fails(self, measures: QualityMeasures) -> bool:
        """Whether the picture fails; one that lacks the measure does not."""
        value: float | None = getattr(measures, self.measure)
        if value is None:
            return False
        return value < self.threshold if self.side is Side.BELOW else value > self.threshold


# Mid-grey (18 % of white) is level 0.46 in sRGB; three stops below is 0.16, two above is 0.87: zones II and VII of
# Adams, "The Negative" (1948), the last ones on either side that still show some detail.
# 3:1 is the widest frame of a usual camera (the panorama of APS film). A person still knows a scene at 32 × 32
# (Torralba, Fergus and Freeman, PAMI 2008), and the pHash reads as many. The others were measured: docs/quality.md.
QUALITY_RULES: Final[Mapping[QualityCheck, QualityRule]] = {
    QualityCheck.DARK: QualityRule("luma", Side.BELOW, 0.16),
    QualityCheck.BRIGHT: QualityRule("luma", Side.ABOVE, 0.87),
    QualityCheck.BLURRY: QualityRule("focus", Side.BELOW, 0.01),
    QualityCheck.LOW_INFORMATION: QualityRule("entropy", Side.BELOW, 3.0),
    QualityCheck.ODD_ASPECT: QualityRule("aspect_ratio", Side.ABOVE, 3.0),
    QualityCheck.ODD_SIZE: QualityRule("shortest_side", Side.BELOW, 32),
    QualityCheck.NEAR_EMPTY: QualityRule("plain_share", Side.ABOVE, 0.98),
}


def failed_checks(measures: QualityMeasures) -> tuple[QualityCheck, ...]:
    """The checks that the picture fails, in their order."""
    return tuple(check for check, rule in QUALITY_RULES.items() if rule.fails(measures))
