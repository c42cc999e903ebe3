"""Every request gets an id, a log line and a count; a fault of ours becomes a problem. Pure ASGI, nothing buffered."""

import re
import time
from typing import Final
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from embedder import problems
from embedder.metrics import Metrics

log = structlog.get_logger(__name__)

_SOUND_ID: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestLog:
    """The outermost layer. A client's own id is kept if it is sound; anything else could forge log lines."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection event; only HTTP requests are watched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        answer = _Answer(send, request_id)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, answer)
            except Exception:
                log.exception("unexpected")
                if answer.status == 0:
                    await problems.unexpected(request_id)(scope, receive, answer)
            finally:
                self._finish(scope, answer.status, time.perf_counter() - started)

    def _finish(self, scope: Scope, status: int, seconds: float) -> None:
        route = str(getattr(scope.get("route"), "path", "unmatched"))
        method = scope["method"] if scope["method"] in _METHODS else "other"
        if route in _PROBES:  # they are nobody's requests, and would make every share of them look small
            return
        self._metrics.answered(route=route, method=method, status=status, seconds=seconds)
        items = scope["state"].get("items", 0)
        log.info("request", route=route, method=method, status=status, ms=round(seconds * 1000, 1), items=items)


class _Answer:
    """Sends the answer on, with the request's id, and remembers its status (0: none was sent)."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", []), (b"x-request-id", self._request_id.encode())]
        await self._send(message)


def _request_id(scope: Scope) -> str:
    offered = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return offered.decode() if _SOUND_ID.fullmatch(offered) else uuid4().hex
