"""Reads request bodies: counted while they arrive, bounded in size, in time and over all requests together."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Final, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from embedder.errors import BodyTooLarge, BodyTooSlow, Busy, ClientGone, RequestInvalid, UnsupportedBody

_FIELDS: Final = frozenset({"texts", "objects", "bucket", "key"})
_Schema = TypeVar("_Schema", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """What one body may be, and what all bodies held at one moment may be together."""

    max_bytes: int
    max_inflight_bytes: int
    timeout_s: float
    max_items: int


class BodyReader:
    """Counts the bytes of all requests in hand, so that many large bodies at once cannot exhaust the memory."""

    def __init__(self, limits: BodyLimits) -> None:
        self.limits = limits
        self._held = 0

    @contextlib.asynccontextmanager
    async def open(self, request: Request) -> AsyncIterator["Body"]:
        """The request's body, read inside the block and counted until its end."""
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise UnsupportedBody("compressed bodies are not read")
        body = Body(request, self)
        self.check_announced(request)
        try:
            yield body
        finally:
            self._held -= body.held

    def check_announced(self, request: Request) -> None:
        """Refuse by Content-Length alone what could not be read to its end."""
        announced = request.headers.get("content-length", "0")
        size = int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 16 else 0
        self._check(size, size)

    def took(self, total: int, more: int) -> None:
        """Count `more` bytes of a body that now has `total`. Raises BodyTooLarge or Busy."""
        self._check(total, more)
        self._held += more

    def _check(self, total: int, more: int) -> None:
        if total > self.limits.max_bytes:
            raise BodyTooLarge(f"a body may have {self.limits.max_bytes} bytes at most")
        if self._held + more > self.limits.max_inflight_bytes:
            raise Busy("too many bytes are being read at the moment")


class Body:
    """One request's body; read it once, in one of the three forms."""

    def __init__(self, request: Request, reader: BodyReader) -> None:
        self._request = request
        self._reader = reader
        self.held = 0

    async def whole(self) -> bytes:
        """All its bytes."""
        async with self._in_time():
            return b"".join([chunk async for chunk in self._chunks()])

    async def as_json(self, schema: type[_Schema]) -> _Schema:
        """The body as strict JSON of the schema's form."""
        try:
            return schema.model_validate_json(await self.whole())
        except ValidationError as error:
            raise RequestInvalid(_without_input(error)) from None

    async def files(self, field: str) -> list[bytes]:
        """The multipart files named `field`, kept in memory and never on disk."""
        try:
            async with self._in_time():
                form = await _InMemory(
                    self._request.headers, self._chunks(), max_files=self._reader.limits.max_items, max_fields=0
                ).parse()
        except MultiPartException as error:
            raise RequestInvalid(error.message) from None
        files: list[bytes] = []
        for name, value in form.multi_items():
            if name != field or not isinstance(value, UploadFile):
                raise RequestInvalid(f"each part has to be a file named {field}")
            files.append(await value.read())
        await form.close()
        if not files:
            raise RequestInvalid(f"there has to be a file named {field}")
        return files

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        try:
            async for chunk in self._request.stream():
                self._reader.took(self.held + len(chunk), len(chunk))
                self.held += len(chunk)
                if chunk:
                    yield chunk
        except ClientDisconnect:
            raise ClientGone("the client closed the connection") from None

    @contextlib.asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._reader.limits.timeout_s):
                yield
        except TimeoutError:
            raise BodyTooSlow("the body did not arrive in time") from None


class _InMemory(MultiPartParser):
    """Starlette's parser spools files over 1 MiB to disk; a body is bounded already, and pictures stay off the disk."""

    spool_max_size = 2**62


def _without_input(error: ValidationError) -> str:
    """What is wrong and where, without a word of what was sent."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    known = [str(part) for part in first["loc"] if isinstance(part, int) or part in _FIELDS]
    if first["type"] == "extra_forbidden":
        return f"there is an unknown field in {'.'.join(known) or 'the body'}"
    if first["type"] == "json_invalid":
        return "the body is not valid JSON"
    return f"{'.'.join(known) or 'the body'}: {first['msg']}"
