"""Bounds every body in size and in time, with or without a Content-Length.

A small body is read here in whole, before the request takes one of the slots of admission, so that a slow sender
holds no slot. A body of an upload route streams through, counted, and its slot is held by callers with a token only.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog.errors import TooLarge
from gateway.errors import BodyTooSlow, MalformedRequest
from gateway.guards.classes import is_upload
from gateway.problems import answer_for, problem_of

LARGEST_JSON: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """Bytes and seconds, for uploads and for everything else."""

    upload_bytes: int
    upload_s: float
    other_s: float
    other_bytes: int = LARGEST_JSON


class BodyGuard:
    """Answers 413 or 408 for a body beyond its limits."""

    def __init__(self, app: ASGIApp, *, limits: BodyLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
            return
        upload = is_upload(scope)
        most = self._limits.upload_bytes if upload else self._limits.other_bytes
        bounded = _Bounded(receive, most, self._limits.upload_s if upload else self._limits.other_s)
        try:
            _check_length(scope, most)
            replay = bounded if upload else _Replay(await bounded.whole(), receive)
        except HTTPException as refused:
            await answer_for(problem_of(_REFUSALS[refused.status_code]()))(scope, receive, send)
        except ClientDisconnect:
            return  # nobody is left to be answered
        else:
            await self._app(scope, replay, send)


# FastAPI lets only HTTPException out of the reading of a body, so that is what the bounded receive raises.
_REFUSALS: Final[dict[int, type[Exception]]] = {400: MalformedRequest, 408: BodyTooSlow, 413: TooLarge}


class _Bounded:
    """`receive` that raises HTTPException 413 or 408 when the body grows or takes beyond its limits."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive = receive
        self._left = most
        self._deadline = time.monotonic() + seconds
        self._done = False

    async def __call__(self) -> Message:
        if self._done:
            return await self._receive()
        try:
            async with asyncio.timeout(self._deadline - time.monotonic()):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408) from None
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413)
        self._done = not message.get("more_body", False)
        return message

    async def whole(self) -> bytes:
        """The body. Raises ClientDisconnect when the client goes away before the end of it."""
        parts: list[bytes] = []
        while not self._done:
            message = await self()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            parts.append(message.get("body", b""))
        return b"".join(parts)


class _Replay:
    """`receive` that gives a body that was read before."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body = body
        self._receive = receive
        self._given = False

    async def __call__(self) -> Message:
        if self._given:
            return await self._receive()
        self._given = True
        return {"type": "http.request", "body": self._body, "more_body": False}


def _has_body(scope: Scope) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in scope["headers"]
    )


def _check_length(scope: Scope, most: int) -> None:
    for name, value in scope["headers"]:
        if name == b"content-length":
            if not value.isdigit() or len(value) > 18:
                raise HTTPException(400)
            if int(value) > most:
                raise HTTPException(413)
