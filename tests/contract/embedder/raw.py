"""HTTP spoken by hand, for what a client library refuses to say."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any


@dataclass(frozen=True)
class Answer:
    """An answer, read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        """The body of a problem."""
        assert self.headers["content-type"] == "application/problem+json"
        said: dict[str, Any] = json.loads(self.body)
        return said


class Line:
    """One connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def say(self, data: bytes) -> None:
        """Send the bytes as they are."""
        self._connection.sendall(data)

    def hear(self) -> Answer:
        """The next answer."""
        answer = HTTPResponse(self._connection)
        answer.begin()
        body = answer.read()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)

    def rest(self) -> bytes:
        """What comes until the other side closes, after this side has said all that it will say."""
        self._connection.shutdown(socket.SHUT_WR)
        pieces = []
        try:
            while piece := self._connection.recv(65_536):
                pieces.append(piece)
        except ConnectionResetError:
            pass
        return b"".join(pieces)


@contextmanager
def line(port: int) -> Iterator[Line]:
    """A connection to the port of the loopback."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        yield Line(connection)


def post(path: str, body: bytes, **headers: str) -> bytes:
    """A request with all its bytes."""
    return head(path, len(body), **headers) + body


def head(path: str, length: int, **headers: str) -> bytes:
    """A request without its body; underscores in header names stand for hyphens."""
    fields = {"Host": "embedder", "Content-Length": str(length)} | headers
    lines = [f"POST {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
