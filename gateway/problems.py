"""Every error that can be answered, in one table, and its one form on the wire (RFC 9457).

The title is the error's docstring, the type its name in kebab-case and a heading in docs/errors.md. The answer carries
nothing of what was sent: `instance` names the occurrence by the request's id, not by its path.
"""

import math
import re
from dataclasses import dataclass, field
from inspect import cleandoc
from typing import Final

from catalog import errors as catalog
from catalog.telemetry import current_request_id
from gateway import errors as gateway
from gateway.responses import ProblemJson

STATUS: Final[dict[type[Exception], int]] = {
    catalog.CatalogError: 500,
    catalog.NotFound: 404,
    catalog.Conflict: 409,
    catalog.NotAllowed: 403,
    catalog.NotAuthentic: 401,
    catalog.Invalid: 400,
    catalog.FilterInvalid: 422,
    catalog.QueryInvalid: 422,
    catalog.RuleInvalid: 422,
    catalog.ImageRejected: 422,
    catalog.ImageInfected: 422,
    catalog.TooLarge: 413,
    catalog.UploadMissing: 404,
    catalog.Unavailable: 503,
    gateway.RequestRefused: 400,
    gateway.ValidationFailed: 422,
    gateway.RouteNotFound: 404,
    gateway.MethodNotAllowed: 405,
    gateway.OriginNotAllowed: 403,
    gateway.NotRenewable: 403,
    gateway.BodyTooSlow: 408,
    gateway.MediaTypeUnsupported: 415,
    gateway.TooManyAttempts: 429,
    gateway.TooManyStreams: 429,
    gateway.HeadersTooLarge: 431,
    gateway.Overloaded: 503,
    gateway.ServerFault: 500,
}

# Their own words may say something of another tenant or of the inside of the house; the title alone is answered.
_TITLE_ONLY: Final = (catalog.NotFound, catalog.NotAllowed, catalog.NotAuthentic, catalog.Unavailable)
_UNPRINTABLE: Final = re.compile(r"[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]")
_LONGEST_DETAIL: Final = 300


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as it is answered."""

    error: type[Exception]
    detail: str = ""
    extra: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def status_of(error: type[Exception]) -> int:
    """The status of the nearest ancestor in the table; 500 for what is in no table."""
    return next((STATUS[cls] for cls in error.__mro__ if cls in STATUS), 500)


def slug_of(error: type[Exception]) -> str:
    """`ImageNotFound` → `image-not-found`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


def title_of(error: type[Exception]) -> str:
    """The first line of the error's docstring."""
    return cleandoc(error.__doc__ or error.__name__).partition("\n")[0]


def problem_of(error: Exception) -> Problem:
    """How this error is answered. One that is in no table is answered as ServerFault, and says nothing."""
    kind = type(error)
    status = status_of(kind)
    if status == 500:
        return Problem(gateway.ServerFault)
    detail = "" if isinstance(error, _TITLE_ONLY) else _printable(str(error))
    return Problem(kind, detail, _extra(error), _headers(error, status))


def answer_for(problem: Problem, request_id: str | None = None) -> ProblemJson:
    """The problem as an answer."""
    status, title = status_of(problem.error), title_of(problem.error)
    name = request_id or current_request_id() or "unknown"
    body: dict[str, object] = {
        "type": f"/problems/{slug_of(problem.error)}",
        "title": title,
        "status": status,
        "detail": problem.detail or title,
        "instance": f"urn:semblance:request:{name}",
        "request_id": name,
        **problem.extra,
    }
    return ProblemJson(body, status, problem.headers)


def retry_after(seconds: float) -> dict[str, str]:
    """The Retry-After header: whole seconds, at least one."""
    return {"Retry-After": str(max(1, math.ceil(seconds)))}


def _extra(error: Exception) -> dict[str, object]:
    if isinstance(error, catalog.ImageRejected):
        return {"reason": error.reason.value}
    if isinstance(error, catalog.SweepRunning | catalog.ScoringRunning | catalog.ClusteringRunning):
        return {"job_id": str(error.job_id)}
    if isinstance(error, catalog.TooFewImages | catalog.TooManyImages):
        return {"images": error.images, "limit": error.limit}
    if isinstance(error, catalog.JobStateConflict):
        return {"state": error.state}
    if isinstance(error, catalog.GroupDecided):
        return {"decision": _decision(error)}
    if isinstance(error, gateway.ValidationFailed):
        return {"errors": [{"loc": list(one.loc), "msg": one.msg} for one in error.errors]}
    return {}


def _decision(error: catalog.GroupDecided) -> dict[str, object]:
    by, at = error.decided_by, error.decided_at
    return {
        "group_id": error.group_id,
        "status": error.status,
        "decided_by": str(by) if by else None,
        "decided_at": at.isoformat() if at else None,
    }


def _headers(error: Exception, status: int) -> dict[str, str]:
    if isinstance(error, catalog.Unavailable | gateway.Overloaded | gateway.TooManyAttempts | gateway.TooManyStreams):
        return retry_after(error.retry_after_s)
    if isinstance(error, catalog.NotAuthentic):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, gateway.MethodNotAllowed) and error.allow:
        return {"Allow": error.allow}
    # What is left of the body would only be read to be thrown away.
    return {"Connection": "close"} if status in (408, 413) else {}


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST_DETAIL]
