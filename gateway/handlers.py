"""Hands every kind of exception to the one table of problems."""

import re
from collections.abc import Sequence
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from catalog.errors import CatalogError, NotAllowed, NotAuthentic, TooLarge
from gateway import errors
from gateway.problems import answer_for, problem_of, status_of

_log = structlog.get_logger("gateway")

_OF_FRAMEWORK: Final[dict[int, type[Exception]]] = {
    401: NotAuthentic,
    403: NotAllowed,
    404: errors.RouteNotFound,
    408: errors.BodyTooSlow,
    413: TooLarge,
    415: errors.MediaTypeUnsupported,
}
_MOST_ERRORS: Final = 20
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_.\[\]-]{1,64}", re.ASCII)
# Pydantic's own words for these repeat a part of what was sent.
_OWN_WORDS: Final = {
    "uuid_parsing": "Input should be a valid UUID",
    "union_tag_invalid": "Input should have one of the documented kinds",
    "enum": "Input should be one of the documented values",
    "literal_error": "Input should be one of the documented values",
    "datetime_parsing": "Input should be a valid date and time",
    "datetime_from_date_parsing": "Input should be a valid date and time",
    "date_parsing": "Input should be a valid date",
    "date_from_datetime_parsing": "Input should be a valid date",
    "time_parsing": "Input should be a valid time",
    "url_parsing": "Input should be a valid URL",
    "json_invalid": "Input should be valid JSON",
    "assertion_error": "Input is not valid",
}


def install(app: FastAPI) -> None:
    """Register the handlers. What none of them takes is answered by the recorder, as ServerFault."""
    app.add_exception_handler(CatalogError, _catalogued)
    app.add_exception_handler(errors.RequestRefused, _catalogued)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_framework)


async def _catalogued(_request: Request, error: Exception) -> Response:
    if status_of(type(error)) >= 500:
        _log.warning("refused", error=type(error).__name__, detail=str(error), cause=repr(error.__cause__)[:500])
    return answer_for(problem_of(error))


async def _invalid(_request: Request, error: Exception) -> Response:
    found: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    return answer_for(problem_of(errors.ValidationFailed([_field_error(one) for one in found[:_MOST_ERRORS]])))


async def _of_framework(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the type that it was registered for
    if error.status_code == 405:
        return answer_for(problem_of(errors.MethodNotAllowed((error.headers or {}).get("Allow", ""))))
    fallback = errors.MalformedRequest if error.status_code < 500 else errors.ServerFault
    return answer_for(problem_of(_OF_FRAMEWORK.get(error.status_code, fallback)()))


def _field_error(found: dict[str, Any]) -> errors.FieldError:
    message = _OWN_WORDS.get(found["type"], found["msg"])
    return errors.FieldError(tuple(_place(part) for part in found["loc"]), message)


def _place(part: object) -> str | int:
    if isinstance(part, int):
        return part
    return part if isinstance(part, str) and _PLAIN_NAME.fullmatch(part) else "(a name that cannot be shown)"
