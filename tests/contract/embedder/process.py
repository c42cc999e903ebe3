"""The embedder as it really runs: a process of its own on a free port of the loopback."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

ROOT = Path(__file__).resolve().parents[3]
OFFLINE = {"HF_HUB_OFFLINE": "1", "http_proxy": "", "https_proxy": "", "HTTP_PROXY": "", "HTTPS_PROXY": ""}


@dataclass(frozen=True)
class Running:
    """A started embedder."""

    process: subprocess.Popen[str]
    url: str


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(said: IO[str] | None = None, /, **environment: str) -> Running:
    """Start `python -m embedder`; it may not be ready yet. What it says goes to a pipe, or to the file `said`.

    A pipe that nobody reads holds a few hundred lines; a process that is asked more often needs a file.
    """
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "embedder"],
        cwd=ROOT,
        env=os.environ | OFFLINE | {"EMBED_PORT": str(port), "MODEL_THREADS": "2"} | environment,
        stdout=said or subprocess.PIPE,
        stderr=said or subprocess.PIPE,
        text=True,
    )
    return Running(process, f"http://127.0.0.1:{port}")


def wait_for(running: Running, path: str, *, seconds: float = 120) -> None:
    """Return once `path` answers 200."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and running.process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(running.url + path).status_code == 200:
                return
        time.sleep(0.05)
    running.process.kill()
    raise AssertionError(f"{path} did not answer:\n" + "\n".join(said or "" for said in running.process.communicate()))


@contextlib.contextmanager
def serving(said: IO[str] | None = None, /, **environment: str) -> Iterator[Running]:
    """A ready embedder, stopped at the end."""
    with started(said, **environment) as running:
        wait_for(running, "/readyz")
        yield running


@contextlib.contextmanager
def started(said: IO[str] | None = None, /, **environment: str) -> Iterator[Running]:
    """An embedder that may not be ready yet, stopped at the end."""
    running = start(said, **environment)
    try:
        yield running
    finally:
        running.process.terminate()
        try:
            running.process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            running.process.kill()
            running.process.communicate()
