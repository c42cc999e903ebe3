"""What people say of anomalies, and how far they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from catalog.anomalies.model import LONGEST_NOTE, MOST_BUDGET, Review, ReviewProgress, Verdict
from catalog.anomalies.scoring import Method
from gateway.schemas import AnswerModel, Loose, StrictModel


class ReviewIn(StrictModel):
    """What the image is, in the eyes of whoever sends this."""

    verdict: Loose[Verdict]
    note: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NOTE)] | None = None


class ReviewOut(AnswerModel):
    """One person's word; `turn` counts what this person said of the image. A word taken back has no verdict."""

    reviewer: UUID
    verdict: Verdict | None
    note: str | None
    reviewed_at: datetime
    turn: int


class ReviewsOut(AnswerModel):
    """All that was ever said of an image in a dataset, the newest first."""

    reviews: list[ReviewOut]


class BudgetIn(StrictModel):
    """How many images a night's queue holds."""

    budget: Annotated[int, Field(ge=1, le=MOST_BUDGET)]


class BudgetOut(AnswerModel):
    """How many images a night's queue holds from now on."""

    budget: int


class ReviewProgressOut(AnswerModel):
    """How far people are with what `method` flags. `left` are judged by nobody, `tonight` those of them in the budget.

    `by_reviewer` is by user id. `agreement` is Cohen's kappa, −1..1, over `pairs` of people who judged the same image;
    null without one.
    """

    method: Method
    flagged: int
    reviewed: int
    left: int
    budget: int
    tonight: int
    by_verdict: dict[Verdict, int]
    by_reviewer: dict[str, int]
    pairs: int
    agreement: float | None


def review_out(review: Review) -> dict[str, Any]:
    """ReviewOut as plain data."""
    return {
        "reviewer": review.reviewer,
        "verdict": review.verdict.value if review.verdict else None,
        "note": review.note,
        "reviewed_at": review.reviewed_at.isoformat(),
        "turn": review.turn,
    }


def reviews_out(reviews: Sequence[Review]) -> dict[str, Any]:
    """ReviewsOut as plain data."""
    return {"reviews": [review_out(one) for one in reviews]}


def review_progress_out(progress: ReviewProgress) -> dict[str, Any]:
    """ReviewProgressOut as plain data."""
    return {
        "method": progress.method.value,
        "flagged": progress.flagged,
        "reviewed": progress.reviewed,
        "left": progress.left,
        "budget": progress.budget,
        "tonight": progress.tonight,
        "by_verdict": {verdict.value: count for verdict, count in progress.by_verdict.items()},
        "by_reviewer": {str(user_id): count for user_id, count in progress.by_reviewer.items()},
        "pairs": progress.pairs,
        "agreement": progress.agreement,
    }
