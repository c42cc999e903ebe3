"""MalwareScanner on clamd: what is found and what is clean, on a fake and, with CLAMD_TEST_URL, on a real one.

The real one needs a signature of the fake's marker (tests/fakes/clamd.py says which) and a StreamMaxLength of 2M.
"""

import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from structlog.testing import capture_logs

from catalog.adapters.clamd import ClamdScanner
from catalog.errors import ScannerUnavailable
from tests.fakes.clamd import MARKER, NAME, FakeClamd

REAL = os.environ.get("CLAMD_TEST_URL", "")
LIMIT = 2 * 1024 * 1024
CHUNK = 256 * 1024


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.skipif(not REAL, reason="no CLAMD_TEST_URL"))])
def scanner(request: pytest.FixtureRequest) -> Iterator[ClamdScanner]:
    if request.param == "real":
        yield ClamdScanner(REAL, timeout_s=20)
        return
    with closing(FakeClamd(limit=LIMIT)) as fake:
        yield ClamdScanner(fake.url, timeout_s=20)


def test_it_is_there(scanner: ClamdScanner) -> None:
    scanner.ping()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 7])
def test_clean_bytes(scanner: ClamdScanner, size: int) -> None:
    assert scanner.scan(bytes(size)) is None


@pytest.mark.parametrize("before", [0, 1, CHUNK - len(MARKER), CHUNK - 5, CHUNK, 3 * CHUNK])
@pytest.mark.parametrize("after", [0, 1, 2 * CHUNK])
def test_infected_bytes_wherever_the_marker_stands(scanner: ClamdScanner, before: int, after: int) -> None:
    assert scanner.scan(b"\x01" * before + MARKER + b"\x02" * after) == NAME


def test_many_at_once_get_each_its_own_answer(scanner: ClamdScanner) -> None:
    asked = [b"%d " % n + (MARKER if n % 3 == 0 else b"") for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(scanner.scan, asked))
    assert found == [NAME if n % 3 == 0 else None for n in range(60)]


@pytest.mark.parametrize("size", [LIMIT + 1, 8 * LIMIT])
def test_more_than_it_takes_is_our_misconfiguration_and_said_so(scanner: ClamdScanner, size: int) -> None:
    for _ in range(10):  # it is there, so no breaker opens
        with pytest.raises(ScannerUnavailable), capture_logs() as lines:
            scanner.scan(bytes(size))
        assert [line for line in lines if "StreamMaxLength" in line["event"]]
    assert scanner.scan(b"small") is None


def test_at_a_unix_socket(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("s") / "clamd.sock"
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(path))
        listener.listen()
        with ThreadPoolExecutor(1) as pool:
            pong = pool.submit(_pong, listener)
            ClamdScanner(f"unix:{path}", timeout_s=20).ping()
            assert pong.result() == b"zPING\0"


def _pong(listener: socket.socket) -> bytes:
    line, _ = listener.accept()
    with line:
        asked = line.recv(64)
        line.sendall(b"PONG\0")
    return asked
