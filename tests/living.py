"""Watching child processes from outside, by /proc."""

import os
import time
from collections.abc import Callable
from pathlib import Path

_PATIENCE_S = 30.0


def until(true: Callable[[], bool]) -> None:
    """Wait for something that must come to pass."""
    deadline = time.monotonic() + _PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "it never came to pass"
        time.sleep(0.01)


def cpu_seconds(pid: int) -> float:
    """User and system time that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until_working(pid: int, since: float) -> None:
    """Wait until the process is in the middle of something."""
    until(lambda: cpu_seconds(pid) > since + 0.1)


def is_gone(pid: int) -> bool:
    """True when no such process runs (a zombie does not run)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return True


def open_files() -> int:
    """How many descriptors this process holds."""
    return len(list(Path("/proc/self/fd").iterdir()))
