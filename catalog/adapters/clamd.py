"""MalwareScanner on clamd: the bytes go over a socket in chunks, one line comes back; no clear answer is no answer."""

import re
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import structlog

from catalog.adapters.breakers import DEFAULT_LIMITS, Breaker, BreakerLimits, Verdict
from catalog.errors import ScannerUnavailable

_log = structlog.get_logger(__name__)

_CONNECT_S: Final = 2.0
_CHUNK: Final = 256 * 1024
_LONGEST_ANSWER: Final = 1024
_CLEAN: Final = b"stream: OK"
_FOUND: Final = re.compile(rb"stream: ([\x20-\x7e]{1,200}) FOUND")
_TOO_LONG: Final = b"INSTREAM size limit exceeded. ERROR"


def breaker(limits: BreakerLimits = DEFAULT_LIMITS) -> Breaker:
    """The scanner's breaker."""
    return Breaker("scanner", ScannerUnavailable, _verdict, limits)


@dataclass(frozen=True, slots=True)
class ClamdScanner:
    """MalwareScanner that asks clamd at `tcp://host:port` or `unix:/path`; one connection a scan, as clamd wants it.

    Each scan takes `timeout_s` at most, however slowly the bytes go or the answer comes.
    """

    url: str
    timeout_s: float
    breaker: Breaker = field(default_factory=breaker)

    def scan(self, data: bytes) -> str | None:
        """The name of what was found in the bytes, or None. Raises ScannerUnavailable when that is not clear."""
        with translated(self.breaker):
            answer = self._ask(_instream(data))
        if answer == _CLEAN:
            return None
        if found := _FOUND.fullmatch(answer):
            return found[1].decode("ascii")
        if answer == _TOO_LONG:
            _log.error("clamd takes less than was uploaded: raise its StreamMaxLength", size_bytes=len(data))
        else:
            _log.error("clamd did not say what it found", answer=answer.decode("ascii", "backslashreplace"))
        raise ScannerUnavailable("clamd could not scan the bytes")

    def ping(self) -> None:
        """Raise ScannerUnavailable unless clamd answers; it is asked whatever the breaker says."""
        with translated():
            answer = self._ask([b"zPING\0"])
        if answer != b"PONG":
            raise ScannerUnavailable("what answers is not clamd")
        self.breaker.found_ready()

    def _ask(self, messages: Iterable[bytes]) -> bytes:
        ends = time.monotonic() + self.timeout_s
        with closing(self._connected()) as line:
            said_all = _say(line, messages, ends)
            answer = _hear(line, ends)
        # Who hangs up before the end may say why, but cannot have looked at everything.
        if not said_all and not answer.endswith(b"ERROR"):
            raise ConnectionError("clamd hung up before the end")
        return answer

    def _connected(self) -> socket.socket:
        waiting = min(_CONNECT_S, self.timeout_s)
        where = urlsplit(self.url)
        if where.scheme == "tcp":
            return socket.create_connection((where.hostname or "", where.port or 0), timeout=waiting)
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(waiting)
            line.connect(where.path)
        except OSError:
            line.close()
            raise
        return line


@contextmanager
def translated(guarded_by: Breaker | None = None) -> Iterator[None]:
    """Turn the socket's word for "not there" into ScannerUnavailable."""
    try:
        with guarded_by.guard() if guarded_by else nullcontext():
            yield
    except OSError as error:
        raise ScannerUnavailable("clamd does not answer") from error


def _instream(data: bytes) -> Iterator[bytes]:
    yield b"zINSTREAM\0"
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        yield struct.pack(">I", len(chunk)) + chunk
    yield struct.pack(">I", 0)


def _say(line: socket.socket, messages: Iterable[bytes], ends: float) -> bool:
    """Send all of it; False when the other side hung up in the middle. Raises TimeoutError."""
    try:
        for message in messages:
            line.settimeout(_left(ends))
            line.sendall(message)
    except TimeoutError:
        raise
    except OSError:
        return False
    return True


def _hear(line: socket.socket, ends: float) -> bytes:
    """The answer up to its NUL, or the beginning of one that is too long. Raises OSError."""
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        line.settimeout(_left(ends))
        some = line.recv(_LONGEST_ANSWER)
        if not some:
            raise ConnectionError("clamd hung up without an answer")
        answer += some
    return answer.removesuffix(b"\0")


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError("clamd took too long")
    return left


def _verdict(error: Exception) -> Verdict:
    return Verdict.AWAY if isinstance(error, OSError) else Verdict.UNCLEAR
