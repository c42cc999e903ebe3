"""The ASGI application: bytes in, bytes out, Qdrant's envelope around every answer."""

import hmac
import time
from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from deploy.local.qdrant.errors import BadRequest, FaceError
from deploy.local.qdrant.server import VERSION, Server, parse_query_string

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_JSON, _TEXT = b"application/json", b"text/plain; charset=utf-8"
_LARGEST_BODY = 64 * 1024 * 1024
_OPEN_PATHS = {"healthz": b"healthz check passed", "livez": b"healthz check passed", "readyz": b"all shards are ready"}


class App:
    """One server over HTTP. Without the API key, only health is told; an empty key asks for none."""

    def __init__(self, server: Server, api_key: str) -> None:
        self._server = server
        self._api_key = api_key.encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Speak ASGI."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            status, content_type, body = await self._respond(scope, receive)
            headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._server.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._server.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _respond(self, scope: Message, receive: Receive) -> tuple[int, bytes, bytes]:
        started = time.perf_counter()
        path = scope["raw_path"].decode("latin-1").strip("/")
        if path in _OPEN_PATHS:
            return 200, _TEXT, _OPEN_PATHS[path]
        if not self._may_enter(scope["headers"]):
            return 401, _TEXT, b"Must provide an API key or an Authorization bearer token"
        try:
            if path == "metrics":
                return 200, _TEXT, self._server.metrics().encode()
            if path == "":
                return 200, _JSON, orjson.dumps({"title": "qdrant - vector search engine", "version": VERSION})
            parse_query_string(scope["query_string"].decode("latin-1"))
            body = _parse(await _read(receive))
            result = await self._server.answer(scope["method"], path, body)
            return 200, _JSON, _envelope(result, started)
        except FaceError as error:
            failure = {"status": {"error": str(error)}, "time": time.perf_counter() - started}
            return error.status, _JSON, orjson.dumps(failure)

    def _may_enter(self, headers: list[tuple[bytes, bytes]]) -> bool:
        if not self._api_key:
            return True
        for name, value in headers:
            if name == b"api-key" and hmac.compare_digest(value, self._api_key):
                return True
            if name == b"authorization" and hmac.compare_digest(value, b"Bearer " + self._api_key):
                return True
        return False


def _envelope(result: Any, started: float) -> bytes:
    answer = {"result": result, "status": "ok", "time": time.perf_counter() - started}
    return orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)


def _parse(body: bytes) -> Any:
    if not body:
        return None
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"Format error in JSON body: {error}") from error


async def _read(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > _LARGEST_BODY:
            raise BadRequest(f"Wrong input: the request is larger than {_LARGEST_BODY} bytes")
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)
