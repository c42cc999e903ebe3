"""A service of the test's own beside the stack's, with settings of its own, that the test asks to stop."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from deploy.local.layout import REPOSITORY
from deploy.local.process import dies_with_parent
from tests.stack.faults.rest import until

# What an orchestrator gives before it kills: the promise is to be gone by then.
GRACE_S = 30.0


@dataclass(slots=True)
class OwnService:
    """A running service: its process, its door, and when it was first asked to stop."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path
    inside: bool = False
    asked_at: float = 0.0

    @property
    def pid(self) -> int | None:
        """The service's process id; inside of another command it is that one's child, once there is one."""
        if not self.inside:
            return self.process.pid
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else None

    def ask_to_stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send the signal."""
        self.asked_at = self.asked_at or time.monotonic()
        assert self.pid is not None
        os.kill(self.pid, number)

    def wait_gone(self) -> float:
        """Wait for its end in the time that it has; how many seconds it took. Fails on another status than 0."""
        status = self.process.wait(max(0.1, self.asked_at + GRACE_S - time.monotonic()))
        took = time.monotonic() - self.asked_at
        assert status == 0, f"it ended with {status}:\n{self.log.read_text()[-3000:]}"
        return took

    def readiness(self) -> str | None:
        """What /readyz calls its state; None when nobody answers."""
        try:
            return str(httpx.get(f"{self.url}/readyz", timeout=15).json()["status"])
        except httpx.TransportError:
            return None

    def hears_signals(self) -> bool:
        """True once the process has a handler for SIGTERM."""
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        status = Path(f"/proc/{self.pid}/status").read_text() if self.pid else ""
        caught = re.search(r"^SigCgt:\s*([0-9a-f]+)$", status, re.M)
        return caught is not None and bool(int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)


@contextmanager
def own_service(
    env: Mapping[str, str], log: Path, *module: str, inside: Sequence[str] = (), **changes: str
) -> Iterator[OwnService]:
    """Start `python -m module`, or that `inside` of another command; it is killed at the end if it still runs."""
    port = str(_free_port())
    doors = dict.fromkeys(("API_PORT", "METRICS_PORT", "EMBED_PORT"), port)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*inside, sys.executable, "-m", *module],
            cwd=REPOSITORY,
            env={**os.environ, **env, **doors, "OMP_NUM_THREADS": "1", **changes},
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509 — one system call, no lock taken
        )
    try:
        yield OwnService(process, f"http://127.0.0.1:{port}", log, bool(inside))
    finally:
        process.kill()
        process.wait()


@contextmanager
def ready_service(
    env: Mapping[str, str], log: Path, *module: str, inside: Sequence[str] = (), **changes: str
) -> Iterator[OwnService]:
    """The same, once it is ready."""
    with own_service(env, log, *module, inside=inside, **changes) as service:
        until(partial(_is_ready, service), f"{module[0]} was ready; see {log}")
        yield service


def _is_ready(service: OwnService) -> bool:
    assert service.process.poll() is None, service.log.read_text()[-3000:]
    return service.readiness() in ("ok", "ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
