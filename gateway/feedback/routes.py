"""Say something of an image, take it back, look at what was said, and carry off what can be trained from it."""

from typing import Annotated, Any, Final

from fastapi import Query, Response

from gateway.deps import CallerDep, CursorsDep, EditorDep, FeedbackDep, ThumbnailUrlsDep
from gateway.exports import begun, streamed
from gateway.feedback.listing import HardNegativesQuery, HistoryQuery, hard_negatives_page, history_page
from gateway.feedback.schemas import FeedbackIn, FeedbackOut, HardNegativesOut, HistoryOut, feedback_out
from gateway.feedback.triplets import JSONL, triplets_jsonl
from gateway.responses import FastJson
from gateway.routing import guarded_router
from gateway.schemas import Uuid

guarded = guarded_router("/api/feedback", "feedback")

_CREATED: Final = 201
_NO_CONTENT: Final = 204
_AS_JSONL: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {JSONL: {"schema": {"type": "string"}}}}}


@guarded.post("", response_model=FeedbackOut, status_code=_CREATED)
def give_feedback(wanted: FeedbackIn, caller: EditorDep, feedback: FeedbackDep) -> Response:
    """Keep what the caller says of an image, in place of what they said of it, about the same query, before."""
    asked = None if wanted.query is None else wanted.query.asked()
    kept = feedback.say(caller.scope, wanted.image_id, wanted.said(), asked, caller.user_id)
    return FastJson(feedback_out(kept), _CREATED)


@guarded.get("", response_model=HistoryOut)
def list_feedback(
    wanted: Annotated[HistoryQuery, Query()], caller: CallerDep, feedback: FeedbackDep, cursors: CursorsDep
) -> Response:
    """What was said of an image, about a query, or of all, the newest first."""
    return FastJson(history_page(feedback, caller.scope, wanted, cursors))


@guarded.delete("/{feedback_id}", status_code=_NO_CONTENT, response_class=Response)
def take_feedback_back(feedback_id: Uuid, caller: EditorDep, feedback: FeedbackDep) -> Response:
    """Forget what the caller said; an admin may take back what anybody said."""
    feedback.take_back(caller, feedback_id)
    return Response(status_code=_NO_CONTENT)


@guarded.get("/hard-negatives", response_model=HardNegativesOut)
def list_hard_negatives(
    wanted: Annotated[HardNegativesQuery, Query()],
    caller: CallerDep,
    feedback: FeedbackDep,
    urls: ThumbnailUrlsDep,
    cursors: CursorsDep,
) -> Response:
    """What was shown high and judged irrelevant, the highest first."""
    return FastJson(hard_negatives_page(feedback, caller.scope, wanted, urls, cursors))


@guarded.get("/triplets.jsonl", response_class=Response, responses=_AS_JSONL)
def export_triplets(caller: CallerDep, feedback: FeedbackDep) -> Response:
    """A line for each query, image that fits it and image that does not: what a model is fine-tuned with."""
    return streamed(triplets_jsonl(begun(feedback.triplets(caller.scope))), JSONL, "triplets.jsonl")
