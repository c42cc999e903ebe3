"""The pool's end of one child process: start it, ask it with a deadline, know what it died of."""

import contextlib
import fcntl
import os
import select
import signal
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Final

import catalog
from catalog.adapters.inspector import wire

_START_S: Final = 30.0
_PIPE_BYTES: Final = 1024 * 1024
_MODULE: Final = "catalog.adapters.inspector.child"
_CPU_SIGNALS: Final = frozenset({signal.SIGPROF, signal.SIGXCPU})
# Nothing of the parent's: a picture that takes over its decoder finds no secret. The rest keeps the address space
# small (one arena, one thread) and gives large blocks back as soon as they are free.
_ENVIRONMENT: Final = {
    "LANG": "C.UTF-8",
    "PYTHONPATH": str(Path(catalog.__file__).parents[1]),
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(4 * 1024 * 1024),
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class Cause(StrEnum):
    """Why a child had to be replaced before its time."""

    WALL = "wall"
    CPU = "cpu"
    MEMORY = "memory"
    CRASH = "crash"
    KILLED = "killed"
    UNEXPECTED = "unexpected"


class ChildLost(Exception):
    """The child did not answer and is gone."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(f"the inspecting process was lost: {cause}")
        self.cause = cause


class Child:
    """One confined process, used by one thread at a time."""

    def __init__(self, terms: wire.Terms) -> None:
        """Start it and wait until it is confined. Raises ChildLost.

        The kernel ties the child's life to the thread that starts it, so that thread must outlive the child.
        """
        self.asked = 0
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", _MODULE, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
        self._pipes = tuple(pipe for pipe in (self._process.stdin, self._process.stdout) if pipe is not None)
        self._to, self._from = (pipe.fileno() for pipe in self._pipes)
        for pipe in (self._to, self._from):
            os.set_blocking(pipe, False)
            with contextlib.suppress(OSError):  # an unprivileged user's pipes may be capped; they are only slower
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._exchange(wire.packed(wire.terms_to_header(terms)), monotonic() + _START_S)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """False when it has ended, by itself or by somebody's hand."""
        return self._process.poll() is None

    def ask(self, header: wire.Header, data: bytes, *, wall_s: float) -> tuple[wire.Header, bytes]:
        """Send a picture and wait for the answer. Raises ChildLost, after which this object is of no more use."""
        self.asked += 1
        return self._exchange(wire.packed(header, data), monotonic() + wall_s)

    def end(self) -> None:
        """Kill it and leave nothing behind."""
        self._process.kill()
        self._process.wait()
        for pipe in self._pipes:
            pipe.close()

    def _exchange(self, frame: bytes, deadline: float) -> tuple[wire.Header, bytes]:
        try:
            self._write(frame, deadline)
            lengths = self._read(wire.LENGTHS.size, deadline)
            header_length, body_length = wire.LENGTHS.unpack(lengths)
            if header_length > wire.MOST_HEADER or body_length > wire.MOST_ANSWER:
                raise ChildLost(Cause.UNEXPECTED)
            return wire.unpacked_header(self._read(header_length, deadline)), self._read(body_length, deadline)
        except ValueError as nonsense:
            self.end()
            raise ChildLost(Cause.UNEXPECTED) from nonsense
        except ChildLost:
            self.end()
            raise

    def _write(self, frame: bytes, deadline: float) -> None:
        rest = memoryview(frame)
        while rest:
            self._await(self._to, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._to, rest) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise ChildLost(self._cause_of_death()) from None

    def _read(self, size: int, deadline: float) -> bytes:
        pieces = bytearray()
        while len(pieces) < size:
            self._await(self._from, select.POLLIN, deadline)
            piece = os.read(self._from, size - len(pieces))
            if not piece:
                raise ChildLost(self._cause_of_death())
            pieces += piece
        return bytes(pieces)

    def _await(self, pipe: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        if not poll.poll(max(0.0, deadline - monotonic()) * 1000):
            raise ChildLost(Cause.WALL)

    def _cause_of_death(self) -> Cause:
        """Its pipe is closed, so it has ended or is about to."""
        try:
            status = self._process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            return Cause.UNEXPECTED
        if -status in _CPU_SIGNALS:
            return Cause.CPU
        return Cause.KILLED if -status == signal.SIGKILL else Cause.CRASH
