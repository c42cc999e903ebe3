"""A real embedder watched from outside: its memory, its decoding processes, what it counts and what it says."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.contract.embedder.process import Running, serving


@dataclass(frozen=True)
class Watched:
    """A ready embedder, a client of it, and the file that it logs to."""

    running: Running
    client: httpx.Client
    log: Path

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.running.process.pid

    def is_well(self) -> bool:
        """It runs, and it says that it is ready."""
        return self.running.process.poll() is None and self.client.get("/readyz").status_code == 200

    def decoders(self) -> list[int]:
        """The process ids of those that decode for it."""
        return child_pids(self.pid)

    def count(self, series: str) -> float:
        """A number of its metrics page; 0 for a series that is not there."""
        lines = self.client.get("/metrics").text.splitlines()
        return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{series} ")), 0.0)


@contextmanager
def watched(folder: Path, **environment: str) -> Iterator[Watched]:
    """An embedder that logs to a file in `folder`."""
    log = folder / "embedder.log"
    with (
        log.open("w") as said,
        serving(said, **environment) as running,
        httpx.Client(base_url=running.url, timeout=120) as client,
    ):
        yield Watched(running, client, log)


def memory_kb(pid: int, what: str = "VmRSS") -> int:
    """Resident memory of a process: now (VmRSS), or the most there ever was (VmHWM)."""
    return int(Path(f"/proc/{pid}/status").read_text().split(f"{what}:")[1].split()[0])


def child_pids(pid: int) -> list[int]:
    """The processes that a process has started."""
    found: list[int] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has just ended
            found += [int(child) for child in file.read_text().split()]
    return found
