"""Anomalies as they are answered, with the neighbours that they are far from and what people said of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from catalog.anomalies.model import Anomaly, AnomalyRun, Neighbour, Score
from catalog.anomalies.scoring import Method
from catalog.tenancy import TenantScope
from gateway.anomalies.review_schemas import ReviewOut, review_out
from gateway.anomalies.run_schemas import RunOut, run_out
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.duplicates.pictures import PictureOut, picture_out
from gateway.payloads import GRID_SIDE
from gateway.schemas import AnswerModel


class ScoreOut(AnswerModel):
    """One method's score as measured (higher is odder), and its place in the run: percentile 0..100 and robust z."""

    score: float
    percentile: float
    robust_z: float


class NeighbourOut(AnswerModel):
    """An image that was among the nearest; `distance` is 1 − cosine, 0..2. The last two are null once it is gone."""

    image_id: str
    distance: float
    filename: str | None
    preview_url: str | None


class AnomalyOut(AnswerModel):
    """An image with its scores; those of `method` stand above the others too.

    `flagged`: past the method's fence (see RunOut), and neither in the reference set nor close to one that is. `later`:
    it came after the run and was held against it by an approximate search.
    """

    image: PictureOut
    method: Method
    score: float
    percentile: float
    robust_z: float
    flagged: bool
    scores: dict[Method, ScoreOut]
    evidence: list[NeighbourOut]
    reviews: list[ReviewOut]
    in_reference_set: bool
    later: bool
    scored_at: datetime


class AnomaliesOut(AnswerModel):
    """A page, the oddest first, and the run that scored it. `next_cursor` is null on the last page."""

    run: RunOut
    anomalies: list[AnomalyOut]
    next_cursor: str | None


def anomalies_out(
    run: AnomalyRun, page: Sequence[Anomaly], scope: TenantScope, urls: ThumbnailUrls, next_cursor: str | None
) -> dict[str, Any]:
    """AnomaliesOut as plain data."""
    return {
        "run": run_out(run),
        "anomalies": [anomaly_out(one, scope, urls) for one in page],
        "next_cursor": next_cursor,
    }


def anomaly_out(anomaly: Anomaly, scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    """AnomalyOut as plain data."""
    return {
        "image": picture_out(anomaly.image, scope, urls),
        "method": anomaly.method.value,
        "score": anomaly.score,
        "percentile": anomaly.percentile,
        "robust_z": anomaly.robust_z,
        "flagged": anomaly.flagged,
        "scores": {method.value: _score(score) for method, score in anomaly.scores.items()},
        "evidence": [_neighbour(one, scope, urls) for one in anomaly.evidence],
        "reviews": [review_out(one) for one in anomaly.reviews],
        "in_reference_set": anomaly.in_reference_set,
        "later": anomaly.later,
        "scored_at": anomaly.scored_at.isoformat(),
    }


def _neighbour(neighbour: Neighbour, scope: TenantScope, urls: ThumbnailUrls) -> dict[str, Any]:
    image = neighbour.image
    return {
        "image_id": neighbour.image_id,
        "distance": neighbour.distance,
        "filename": image.filename if image else None,
        "preview_url": urls.url(scope, image.sha256, GRID_SIDE) if image else None,
    }


def _score(score: Score) -> dict[str, Any]:
    return {"score": score.raw, "percentile": score.percentile, "robust_z": score.robust_z}
