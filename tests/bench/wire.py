"""HTTP/1.1 by hand, as cheaply as can be: whole requests as bytes, answers out of the bytes of a connection."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_LENGTH = re.compile(rb"content-length: *(\d+)", re.I)
_RETRY_AFTER = re.compile(rb"retry-after: *(\d+)", re.I)
_END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service listens."""

    host: str
    port: int


def request(to: Address, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """A whole HTTP/1.1 request."""
    all_headers = {"Host": f"{to.host}:{to.port}", "Content-Length": str(len(body)), **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in all_headers.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `retry_after_s` is None where it does not say."""

    status: int
    retry_after_s: int | None
    body: bytes


class AnswerReader:
    """Holds what came of one answer, until it is whole."""

    def __init__(self) -> None:
        self._received = bytearray()

    def feed(self, data: bytes) -> Answer | None:
        """The answer, once its last byte is there."""
        self._received += data
        head = self._received.find(_END_OF_HEAD)
        if head < 0:
            return None
        length = _LENGTH.search(self._received, 0, head)
        body_at = head + len(_END_OF_HEAD)
        if length is None or len(self._received) - body_at < int(length[1]):
            return None
        whole = bytes(self._received)
        self._received.clear()
        wait = _RETRY_AFTER.search(whole, 0, head)
        return Answer(int(whole[9:12]), int(wait[1]) if wait else None, whole[body_at:])
