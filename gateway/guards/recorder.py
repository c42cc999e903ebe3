"""The outermost guard: gives the request its id, the answer its security headers, and the log and metrics their entry.

Whatever escapes everything else is logged with its traceback and answered as ServerFault.
"""

import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog.telemetry import accept_request_id, bound_request_id
from catalog.tenancy import Caller
from gateway import metrics
from gateway.errors import ServerFault
from gateway.problems import Problem, answer_for
from gateway.routing import CALLER_KEY
from gateway.streams.wire import begins_stream

_log = structlog.get_logger("gateway.requests")
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})
UNMATCHED: Final = "(no route)"
_SECURITY: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
)
_HTTPS: Final = ((b"strict-transport-security", b"max-age=31536000"),)


class Recorder:
    """See the module's words. `https` adds Strict-Transport-Security; a process that is `stopping` keeps no connection.

    Of an event stream, the time to its head is recorded: how long it goes on says nothing of how quick we are.
    """

    def __init__(self, app: ASGIApp, *, https: bool, stopping: Callable[[], bool] = lambda: False) -> None:
        self._app = app
        self._stopping = stopping
        self._headers = _SECURITY + (_HTTPS if https else ())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = accept_request_id(_offered_id(scope))
        with bound_request_id(request_id):
            await self._record(request_id, scope, receive, send)

    async def _record(self, request_id: str, scope: Scope, receive: Receive, send: Send) -> None:
        entry, status = _Entry(scope), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._complete(message.setdefault("headers", []), request_id)
            await send(message)
            if begins_stream(message):
                entry.close(status)

        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            _log.info("disconnected")
        except Exception:
            _log.exception("unhandled")
            if status == 0:
                await answer_for(Problem(ServerFault), request_id)(scope, receive, answer)
        finally:
            entry.close(status)

    def _complete(self, headers: list[tuple[bytes, bytes]], request_id: str) -> None:
        """Add what the route did not set itself."""
        there = {name.lower() for name, _ in headers}
        headers.append((b"x-request-id", request_id.encode()))
        headers.extend(header for header in self._headers if header[0] not in there)
        if self._stopping() and b"connection" not in there:
            headers.append((b"connection", b"close"))


class _Entry:
    """A request from its head until it is closed, once, in the log and the metrics."""

    def __init__(self, scope: Scope) -> None:
        self._scope: Scope | None = scope
        self._started = time.perf_counter()
        metrics.IN_FLIGHT.inc()

    def close(self, status: int) -> None:
        scope, self._scope = self._scope, None
        if scope is not None:
            metrics.IN_FLIGHT.dec()
            _note(scope, status, time.perf_counter() - self._started)


def _offered_id(scope: Scope) -> str | None:
    offered = [value for name, value in scope["headers"] if name == b"x-request-id"]
    return offered[0].decode("latin-1") if len(offered) == 1 else None


def _note(scope: Scope, status: int, seconds: float) -> None:
    route: str = getattr(scope.get("route"), "path", UNMATCHED)
    if route in _QUIET:
        return
    metrics.observe(route, scope["method"], status or 499, seconds)
    _log.info("request", route=route, method=scope["method"], status=status, ms=round(seconds * 1e3, 2), **_who(scope))


def _who(scope: Scope) -> dict[str, Any]:
    caller = scope.get(CALLER_KEY)
    if not isinstance(caller, Caller):
        return {}
    return {"tenant_id": str(caller.scope.tenant_id), "user_id": str(caller.user_id)}
