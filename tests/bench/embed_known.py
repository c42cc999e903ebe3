"""What a text takes that was asked before: out of the process's own memory, and out of Redis."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from redis import Redis
from redis.exceptions import ConnectionError as NotYet

from tests.bench.embed_plan import EmbedPlan
from tests.bench.embed_requests import words
from tests.bench.embed_rounds import Loads, cells
from tests.bench.embed_service import Server, free_port, serving
from tests.bench.figures import number

_TEXT: Final = "a small red boat under the old bridge"
_READY_WITHIN_S: Final = 30.0


def known_rows(plan: EmbedPlan, loads: Loads) -> Iterator[list[str | float]]:
    """Texts a second, p50, p95, CPU ms a text, and how many were not answered."""
    with serving(plan, plan.backends[0]) as server:
        yield _row("in the process", plan, loads, server)
    with _redis() as url, serving(plan, plan.backends[0], EMBED_TEXT_CACHE="0", EMBED_REDIS_URL=url) as server:
        yield _row("in Redis", plan, loads, server)


def _row(name: str, plan: EmbedPlan, loads: Loads, server: Server) -> list[str | float]:
    asked = [words(server.address, [_TEXT])] * plan.texts
    loads.round(server, asked[:1], 1)
    rounds = [loads.round(server, asked, 1) for _ in range(plan.rounds)]
    return [name, *map(number, cells(rounds)), str(sum(one.missed for one in rounds))]


@contextmanager
def _redis() -> Iterator[str]:
    """The URL of a Redis that keeps nothing on disk."""
    port = free_port()
    program = Path(sys.executable).with_name("redis-server")
    with tempfile.TemporaryDirectory() as folder:
        settings = {"port": str(port), "bind": "127.0.0.1", "dir": folder, "save": "", "maxmemory": "64mb"}
        flags = [flag for name, value in settings.items() for flag in (f"--{name}", value)]
        process = subprocess.Popen([program, *flags], stdout=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int) -> None:
    """Return once it answers. Raises redis's ConnectionError when it does not."""
    deadline = time.monotonic() + _READY_WITHIN_S
    with Redis("127.0.0.1", port) as redis:
        while True:
            try:
                redis.ping()
                return
            except NotYet:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
