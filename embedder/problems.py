"""Error → problem+json (RFC 9457), from one table; the nearest ancestor's status counts."""

import re
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from embedder import errors
from embedder.errors import AllItemsFailed, EmbedderError, Unavailable
from embedder.metrics import Metrics

MEDIA_TYPE: Final = "application/problem+json"

STATUS: Final[dict[type[EmbedderError], int]] = {
    errors.RequestInvalid: 422,
    errors.UnknownModel: 404,
    errors.BodyTooLarge: 413,
    errors.BodyTooSlow: 408,
    errors.UnsupportedBody: 415,
    errors.DeadlinePassed: 504,
    errors.ClientGone: 499,  # nobody reads it; it is for the log and the metrics
    errors.ItemFailed: 422,
    errors.AllItemsFailed: 422,
    errors.Unavailable: 503,
    errors.EmbedderError: 500,
}


def status_of(error: type[EmbedderError]) -> int:
    """The status of the nearest ancestor in the table."""
    return next(STATUS[cls] for cls in error.__mro__ if cls in STATUS)


def type_of(error: type[EmbedderError]) -> str:
    """The problem's type: the class's name in kebab-case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


def install(app: FastAPI, metrics: Metrics) -> None:
    """Answer every error of this service and of the framework as a problem."""

    async def on_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, EmbedderError)  # noqa: S101  registered for this class alone
        kind = type(error)
        metrics.rejected(type_of(kind))
        return _problem(request, kind, str(error), status=_status(error), headers=_headers(error), **_items(error))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  registered for this class alone
        body = {"type": "about:blank", "title": error.detail, "status": error.status_code}
        return _answer(request, body, error.status_code, dict(error.headers or {}))

    app.add_exception_handler(EmbedderError, on_error)
    app.add_exception_handler(HTTPException, on_http)


def unexpected(request_id: str) -> Response:
    """The answer to a fault of ours; says nothing about it."""
    body = {"type": "about:blank", "title": "Internal error", "status": 500, "request_id": request_id}
    return Response(orjson.dumps(body), 500, media_type=MEDIA_TYPE)


def _problem(
    request: Request, kind: type[EmbedderError], detail: str, *, status: int, headers: dict[str, str], **more: Any
) -> Response:
    title = (kind.__doc__ or kind.__name__).strip().rstrip(".")
    body = {"type": type_of(kind), "title": title, "status": status, "detail": detail, **more}
    return _answer(request, body, status, headers)


def _answer(request: Request, body: dict[str, Any], status: int, headers: dict[str, str]) -> Response:
    body["request_id"] = request.state.request_id
    return Response(orjson.dumps(body), status, headers=headers, media_type=MEDIA_TYPE)


def _status(error: EmbedderError) -> int:
    return 500 if isinstance(error, AllItemsFailed) and error.ours else status_of(type(error))


def _headers(error: EmbedderError) -> dict[str, str]:
    return {"Retry-After": str(error.retry_after_s)} if isinstance(error, Unavailable) else {}


def _items(error: EmbedderError) -> dict[str, Any]:
    if not isinstance(error, AllItemsFailed):
        return {}
    items = [{"index": item.index, "reason": item.reason, "detail": item.detail} for item in error.items]
    return {"reason": error.items[0].reason, "items": items}
