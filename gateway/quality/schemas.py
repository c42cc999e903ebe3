"""What the routes of quality checks answer."""

from typing import Any

from pydantic import Field

from catalog.images.quality_checks import QUALITY_RULES, QualityCheck, Side
from catalog.images.quality_ports import QualityCounts
from gateway.schemas import AnswerModel


class CheckOut(AnswerModel):
    """A check: how many images fail it, and when an image does: its measure is on that side of the threshold."""

    check: QualityCheck
    failed: int
    measure: str
    fails: Side
    threshold: float


class QualityOut(AnswerModel):
    """The searchable images of a dataset, null for the whole tenant. `passed` fail no check."""

    dataset_id: str | None
    images: int
    not_looked_at: int = Field(description="Taken in before there were checks; a daily job looks at them.")
    passed: int
    checks: list[CheckOut]


def quality_out(dataset_id: str | None, counts: QualityCounts) -> dict[str, Any]:
    """QualityOut as plain data."""
    return {
        "dataset_id": dataset_id,
        "images": counts.images,
        "not_looked_at": counts.images - counts.looked_at,
        "passed": counts.passed,
        "checks": [
            {
                "check": check.value,
                "failed": counts.failed[check],
                "measure": rule.measure,
                "fails": rule.side.value,
                "threshold": rule.threshold,
            }
            for check, rule in QUALITY_RULES.items()
        ],
    }
