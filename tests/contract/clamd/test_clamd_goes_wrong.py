"""Whatever clamd does instead of answering clearly, no bytes pass for clean; the breaker knows absence from refusal."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from itertools import repeat

import pytest
from structlog.testing import capture_logs

from catalog.adapters.breakers import BreakerLimits
from catalog.adapters.clamd import ClamdScanner, breaker
from catalog.errors import ScannerUnavailable
from tests.fakes.clamd import MARKER, NAME, FakeClamd, Manner, faithful, saying

AWAY, UNCLEAR = "does not answer", "could not scan"
PATIENT_S = 20.0


def byte_by_byte(line: socket.socket, data: bytes) -> None:
    """The whole answer, each byte in a packet of its own."""
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in f"stream: {NAME} FOUND\0".encode() if MARKER in data else b"stream: OK\0":
        line.sendall(bytes([byte]))


def silent(line: socket.socket, _: bytes) -> None:
    """Say nothing until the other side has gone."""
    line.recv(1)


def dripping(line: socket.socket, _: bytes) -> None:
    """Say a little now and then, and never come to an end."""
    line.settimeout(0.05)
    for _nothing in repeat(None):
        line.sendall(b"s")
        with suppress(TimeoutError):
            line.recv(1)
            return


ANSWERS = {
    "nothing": (b"", AWAY),
    "half an answer": (b"stream: O", AWAY),
    "an answer that does not end": (b"stream: OK", AWAY),
    "an empty answer": (b"\0", UNCLEAR),
    "another protocol": (b"HTTP/1.1 400 Bad Request\r\n\r\n\0", UNCLEAR),
    "nearly clean": (b"stream: OKAY\0", UNCLEAR),
    "clean without a stream": (b"OK\0", UNCLEAR),
    "clean, in small letters": (b"stream: ok\0", UNCLEAR),
    "found, but not what": (b"stream: FOUND\0", UNCLEAR),
    "an error": (b"stream: Can't allocate memory ERROR\0", UNCLEAR),
    "a busy clamd": (b"COMMAND READ TIMED OUT\0", UNCLEAR),
    "bytes": (bytes(range(1, 256)) + b"\0", UNCLEAR),
    "no end of bytes": (b"x" * 100_000, UNCLEAR),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_no_clear_answer_is_no_answer(name: str) -> None:
    answer, told = ANSWERS[name]
    with closing(FakeClamd(saying(answer))) as fake, capture_logs(), pytest.raises(ScannerUnavailable, match=told):
        ClamdScanner(fake.url, PATIENT_S).scan(b"bytes")


def test_an_answer_in_pieces_is_put_together() -> None:
    with closing(FakeClamd(byte_by_byte)) as fake:
        scanner = ClamdScanner(fake.url, PATIENT_S)
        assert (scanner.scan(b"clean"), scanner.scan(MARKER)) == (None, NAME)


@pytest.mark.parametrize("manner", [silent, dripping])
def test_a_scan_takes_no_longer_than_it_may(manner: Manner) -> None:
    with closing(FakeClamd(manner)) as fake, pytest.raises(ScannerUnavailable, match=AWAY):
        ClamdScanner(fake.url, timeout_s=0.3).scan(b"bytes")


def test_hanging_up_in_the_middle_is_not_clean_whatever_it_says() -> None:
    with hasty() as url, pytest.raises(ScannerUnavailable, match=AWAY):
        ClamdScanner(url, PATIENT_S).scan(bytes(64 * 1024 * 1024))


@contextmanager
def hasty() -> Iterator[str]:
    """Answers before the bytes are there, and hangs up; where it is."""

    def answer() -> None:
        line, _ = listener.accept()
        with line:
            line.recv(1024)
            line.sendall(b"stream: OK\0")

    with closing(socket.create_server(("127.0.0.1", 0))) as listener, ThreadPoolExecutor(1) as pool:
        answered = pool.submit(answer)
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        answered.result()


def test_nobody_there() -> None:
    with closing(FakeClamd()) as fake:
        pass
    scanner = ClamdScanner(fake.url, PATIENT_S)
    with pytest.raises(ScannerUnavailable, match=AWAY):
        scanner.scan(b"bytes")
    with pytest.raises(ScannerUnavailable, match=AWAY):
        scanner.ping()
    with pytest.raises(ScannerUnavailable, match=AWAY):
        ClamdScanner("unix:/nowhere/clamd.sock", PATIENT_S).ping()


def test_something_else_at_its_port() -> None:
    with hasty() as url, pytest.raises(ScannerUnavailable, match="not clamd"):
        ClamdScanner(url, PATIENT_S).ping()


class TestBreaker:
    LIMITS = BreakerLimits(failures=3, pause_s=300)

    def test_silent_clamd_is_left_alone(self) -> None:
        with closing(FakeClamd(silent)) as fake, capture_logs():
            scanner = ClamdScanner(fake.url, 0.2, breaker(self.LIMITS))
            for _ in range(50):
                with pytest.raises(ScannerUnavailable):
                    scanner.scan(b"bytes")
            assert fake.accepted <= self.LIMITS.failures

    def test_a_ping_closes_it(self) -> None:
        with closing(FakeClamd(silent)) as fake, capture_logs():
            scanner = ClamdScanner(fake.url, 0.2, breaker(self.LIMITS))
            for _ in range(self.LIMITS.failures):
                with pytest.raises(ScannerUnavailable):
                    scanner.scan(b"bytes")
            fake.manner = faithful
            with pytest.raises(ScannerUnavailable, match="taken to be away"):
                scanner.scan(b"bytes")
            patient = ClamdScanner(fake.url, PATIENT_S, scanner.breaker)
            patient.ping()
            assert patient.scan(MARKER) == NAME

    def test_clamd_that_says_no_is_not_away(self) -> None:
        with closing(FakeClamd(saying(b"stream: some ERROR\0"))) as fake, capture_logs():
            scanner = ClamdScanner(fake.url, PATIENT_S, breaker(self.LIMITS))
            for _ in range(3 * self.LIMITS.failures):
                with pytest.raises(ScannerUnavailable, match=UNCLEAR):
                    scanner.scan(b"bytes")
