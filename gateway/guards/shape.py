"""Refuses requests whose head is out of shape: too many or too long headers, bad escapes, two hosts, encoded bodies."""

from collections import Counter
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.errors import HeadersTooLarge, MalformedRequest, MediaTypeUnsupported, RequestRefused
from gateway.problems import answer_for, problem_of

MOST_HEADERS: Final = 100
LONGEST_HEADER: Final = 16 * 1024  # a token that is too long shall still be answered 401
LARGEST_HEAD: Final = 32 * 1024
LONGEST_QUERY: Final = 8 * 1024
MOST_PARAMETERS: Final = 100
_ONCE: Final = (b"host", b"content-type", b"content-length", b"idempotency-key")


class HeadGuard:
    """Answers 400, 415 or 431 before anything is routed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                _check_headers(scope["headers"])
                _check_target(scope["query_string"], scope.get("raw_path") or scope["path"].encode())
            except RequestRefused as refused:
                await answer_for(problem_of(refused))(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _check_headers(headers: list[tuple[bytes, bytes]]) -> None:
    sizes = [len(name) + len(value) for name, value in headers]
    if len(sizes) > MOST_HEADERS or max(sizes, default=0) > LONGEST_HEADER or sum(sizes) > LARGEST_HEAD:
        raise HeadersTooLarge
    times = Counter(name for name, _ in headers)
    if times[b"host"] != 1:
        raise MalformedRequest("exactly one Host header belongs in a request")
    if any(times[name] > 1 for name in _ONCE):
        raise MalformedRequest("a header that can stand only once stands twice")
    if any(name == b"content-encoding" and value.lower() != b"identity" for name, value in headers):
        raise MediaTypeUnsupported("send the body without a Content-Encoding")


def _check_target(query: bytes, path: bytes) -> None:
    if len(query) > LONGEST_QUERY or query.count(b"&") >= MOST_PARAMETERS:
        raise MalformedRequest("the query string is too long")
    for part in (query, path):
        # Without an escape there is nothing to decode: servers pass on ASCII only.
        if b"%" in part or not part.isascii() or b"\0" in part:
            _check_escapes(part)


def _check_escapes(part: bytes) -> None:
    raw = unquote_to_bytes(part)
    if b"\0" in raw:
        raise MalformedRequest("the URL has a NUL in it")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedRequest("the URL is not UTF-8") from None
