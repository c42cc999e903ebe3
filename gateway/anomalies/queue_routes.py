"""The queue of anomalies, one of them, and what people say of it."""

from typing import Annotated

from fastapi import Query, Response

from catalog.anomalies.scoring import Method
from gateway.anomalies.fields import DatasetQuery, ImagePath, MethodQuery, where
from gateway.anomalies.listing import AnomaliesQuery, page_of
from gateway.anomalies.review_schemas import ReviewIn, ReviewsOut, reviews_out
from gateway.anomalies.schemas import AnomaliesOut, AnomalyOut, anomaly_out
from gateway.deps import AnomaliesDep, CallerDep, CursorsDep, EditorDep, ThumbnailUrlsDep
from gateway.responses import FastJson
from gateway.routing import guarded_router

guarded = guarded_router("/api/qa/anomalies", "anomalies")


@guarded.get("", response_model=AnomaliesOut)
def list_anomalies(
    wanted: Annotated[AnomaliesQuery, Query()],
    caller: CallerDep,
    anomalies: AnomaliesDep,
    urls: ThumbnailUrlsDep,
    cursors: CursorsDep,
) -> Response:
    """One page of images, the oddest first, each with its nearest neighbours. Too few to compare: none, and why."""
    return FastJson(page_of(anomalies, caller.scope, wanted, urls, cursors))


@guarded.get("/{image_id}", response_model=AnomalyOut)
def get_anomaly(
    image_id: ImagePath,
    caller: CallerDep,
    anomalies: AnomaliesDep,
    urls: ThumbnailUrlsDep,
    dataset_id: DatasetQuery = None,
    method: MethodQuery = Method.KNN,
) -> Response:
    """One image's scores by every method, with its nearest neighbours and what was said of it."""
    found = anomalies.anomaly(caller.scope, where(dataset_id), image_id, method)
    return FastJson(anomaly_out(found, caller.scope, urls))


@guarded.get("/{image_id}/reviews", response_model=ReviewsOut)
def list_anomaly_reviews(
    image_id: ImagePath, caller: CallerDep, anomalies: AnomaliesDep, dataset_id: DatasetQuery = None
) -> Response:
    """All that was ever said of the image in the dataset, the newest first."""
    return FastJson(reviews_out(anomalies.history(caller.scope, where(dataset_id), image_id)))


@guarded.post("/{image_id}/review", response_model=AnomalyOut)
def review_anomaly(
    image_id: ImagePath,
    said: ReviewIn,
    caller: EditorDep,
    anomalies: AnomaliesDep,
    urls: ThumbnailUrlsDep,
    dataset_id: DatasetQuery = None,
) -> Response:
    """Say what the image is. What is normal joins the reference set, and its look-alikes are scored anew."""
    judged = anomalies.review(caller.scope, where(dataset_id), image_id, said.verdict, said.note, by=caller.user_id)
    return FastJson(anomaly_out(judged, caller.scope, urls))


@guarded.delete("/{image_id}/review", response_model=AnomalyOut)
def take_back_anomaly_review(
    image_id: ImagePath,
    caller: EditorDep,
    anomalies: AnomaliesDep,
    urls: ThumbnailUrlsDep,
    dataset_id: DatasetQuery = None,
) -> Response:
    """Take one's own word back; without one, nothing changes."""
    judged = anomalies.take_back_review(caller.scope, where(dataset_id), image_id, by=caller.user_id)
    return FastJson(anomaly_out(judged, caller.scope, urls))
