"""POST /api/search/similar: JSON asks about an image that is here or in words, multipart asks about a file."""

import hashlib
from typing import Any, Final

from anyio.to_thread import run_sync
from fastapi import Request, Response

from catalog.feedback.model import AskedQuery
from catalog.feedback.service import FeedbackService
from catalog.search.model import SearchResult
from catalog.search.service import SearchService
from catalog.tenancy import Caller
from gateway.deps import CallerDep, FeedbackDep, SearchDep, ThumbnailUrlsDep
from gateway.responses import FastJson
from gateway.routing import guarded_router, require_media_type
from gateway.schemas import validated
from gateway.search.forms import PictureQuestion, picture_question
from gateway.search.schemas import ParamsIn, QuestionIn, SearchOut, search_out

guarded = guarded_router("/api/search", "search")

_MULTIPART: Final = "multipart/form-data"
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": QuestionIn.model_json_schema()},
            _MULTIPART: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        **ParamsIn.model_json_schema()["properties"],
                    },
                }
            },
        },
    }
}


@guarded.post("/similar", response_model=SearchOut, openapi_extra=_BODY)
async def search_similar(
    request: Request, caller: CallerDep, search: SearchDep, feedback: FeedbackDep, urls: ThumbnailUrlsDep
) -> Response:
    """The images most like a file, an image that is here, or words, as examples and feedback move the question."""
    if request.headers.get("content-type", "").lower().startswith(_MULTIPART):
        picture = await picture_question(request)
        return await run_sync(lambda: _about_picture(picture, caller, search, feedback, urls))
    require_media_type(request, "application/json")
    question = validated(QuestionIn, await request.json())
    return await run_sync(lambda: _about_known(question, caller, search, feedback, urls))


def _about_picture(
    picture: PictureQuestion, caller: Caller, search: SearchService, feedback: FeedbackService, urls: Any
) -> Response:
    marked = None
    if picture.asked.use_feedback:
        asked = AskedQuery(sha256=hashlib.sha256(picture.data).hexdigest())
        marked = feedback.marks(caller.scope, asked, caller.user_id)
    result = search.by_picture(caller.scope, picture.data, picture.declared_type, picture.asked.params(marked))
    return _answer(result, picture.asked, caller, urls)


def _about_known(
    question: QuestionIn, caller: Caller, search: SearchService, feedback: FeedbackService, urls: Any
) -> Response:
    marked = feedback.marks(caller.scope, question.asked(), caller.user_id) if question.use_feedback else None
    params = question.params(marked)
    if question.image_id is not None:
        result = search.by_image(caller.scope, question.image_id, params)
    elif question.text_query is not None:
        result = search.by_text(caller.scope, question.text_query, params)
    else:
        result = search.by_examples(caller.scope, params)
    return _answer(result, question, caller, urls)


def _answer(result: SearchResult, asked: ParamsIn, caller: Caller, urls: Any) -> Response:
    return FastJson(search_out(result, caller.scope, urls, include_payload=asked.include_payload))
