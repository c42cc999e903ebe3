"""CORS, closed unless an origin is on the list. Tokens travel in a header, so credentials are never allowed."""

from collections.abc import Collection
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.errors import OriginNotAllowed
from gateway.problems import answer_for, problem_of

_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Request-ID",
    "Access-Control-Max-Age": "600",
}
_EXPOSED: Final = "X-Request-ID, Retry-After, Location"


class Cors:
    """Answers preflights itself, and marks the answers that a page of a listed origin may read."""

    def __init__(self, app: ASGIApp, *, origins: Collection[str]) -> None:
        self._app = app
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = _header(scope, b"origin") if scope["type"] == "http" else None
        if origin is None:
            await self._app(scope, receive, send if scope["type"] != "http" else self._varying(send, None))
            return
        allowed = origin if origin in self._origins else None
        if scope["method"] == "OPTIONS" and _header(scope, b"access-control-request-method") is not None:
            answer = Response(None, 204, _PREFLIGHT) if allowed else answer_for(problem_of(OriginNotAllowed()))
            await answer(scope, receive, self._varying(send, allowed))
            return
        await self._app(scope, receive, self._varying(send, allowed))

    def _varying(self, send: Send, allowed: str | None) -> Send:
        if not self._origins:
            return send

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                headers.add_vary_header("Origin")
                if allowed is not None:
                    headers["Access-Control-Allow-Origin"] = allowed
                    headers["Access-Control-Expose-Headers"] = _EXPOSED
            await send(message)

        return answer


def _header(scope: Scope, wanted: bytes) -> str | None:
    found = [value for name, value in scope["headers"] if name == wanted]
    return found[0].decode("latin-1") if found else None
