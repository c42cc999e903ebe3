"""Starting and ending operating-system processes so that none is left behind."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from deploy.local.layout import REPOSITORY

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str], environment: Mapping[str, str], log: Path, death_signal: signal.Signals = signal.SIGTERM
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, its output appended to `log`.

    It is sent `death_signal` by the kernel when this process dies, however this process dies.
    Only the main thread may call this: the kernel watches the thread.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dies_with_parent(death_signal),  # noqa: PLW1509 — one system call, no lock taken
        )


def dies_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Return what a child calls before it becomes its program, to be signalled when its parent dies."""
    return partial(_prctl, _PR_SET_PDEATHSIG, death_signal)


def adopt_orphans() -> None:
    """Make this process the parent of every descendant whose own parent dies."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def kill_orphans(ours: Collection[int]) -> None:
    """Kill and reap every child of this process that is not one of `ours`."""
    for pid in children() - set(ours):
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except (ProcessLookupError, ChildProcessError):
            continue


def children() -> set[int]:
    """Return the ids of this process's children, those it adopted among them."""
    pids: set[int] = set()
    for listing in Path("/proc/self/task").glob("*/children"):
        pids.update(int(pid) for pid in listing.read_text().split())
    return pids


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to a process that `spawn` started and to all that it started; to none when they are gone."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _prctl(option: int, value: int) -> None:
    if _libc is not None:
        _libc.prctl(option, int(value), 0, 0, 0)
