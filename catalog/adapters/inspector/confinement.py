"""What a child process gives up before it looks at a picture. Linux only; each call is about the calling process."""

import ctypes
import os
import resource
import signal
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
# Standard input, the answers, and two that lead nowhere: no file, socket or pipe can be opened beyond these.
OPEN_FILES: Final = 4


def die_with(parent: int) -> None:
    """Be killed by the kernel when the parent is gone, even in the middle of a C call."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def confine(*, memory_bytes: int, lifetime_cpu_s: int) -> None:
    """Cap address space, CPU over a lifetime, open files; no file can be written and no core is dumped.

    Call it after the last import: opening a module's file is no longer possible.
    """
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, lifetime_cpu_s),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(limit, (value, value))


def allow_cpu(seconds: float) -> None:
    """From now on, be killed by SIGPROF after so much CPU; 0 lifts it.

    RLIMIT_CPU counts whole seconds of a whole life and cannot be started anew. SIGPROF keeps its default action,
    so the kernel ends the process wherever it is: Python's own handlers would wait for the C call to return.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
