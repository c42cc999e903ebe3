"""One decoding process as the service sees it: start it, ask it with a deadline, know what it died of."""

import json
import signal
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np

import embedder
from embedder.decoding import wire
from embedder.decoding.wire import Frame
from embedder.errors import Reason, UnreadablePicture
from embedder.framing import Framing
from embedder.pixel_gate import Gate
from embedder.pixels import DecodeLimits
from embedder.ports import Pixels

# Nothing of the service's: a picture that takes over its decoder finds no secret. Large blocks are given back as soon
# as they are free.
_ENVIRONMENT: Final = {
    "LANG": "C.UTF-8",
    "PYTHONPATH": str(Path(embedder.__file__).parents[1]),
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(4 * 1024 * 1024),
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class Cause(StrEnum):
    """What a process died of."""

    CPU = "cpu"
    WALL = "wall"
    CRASH = "crash"
    KILLED = "killed"
    ENDED = "ended"


class Lost(Exception):
    """The process gave no answer and is gone."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(f"the decoding process was lost: {cause}")
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Terms:
    """What a process is told when it starts: the model's frame, the limits, and what one picture may take."""

    framing: Framing
    limits: DecodeLimits
    cpu_s: float
    memory_bytes: int


class Decoder:
    """One process, used by one thread at a time."""

    def __init__(self, terms: Terms, *, wall_s: float) -> None:
        """Start it; it is ready a moment later. Raises OSError. `wall_s` bounds each wait for it, in seconds."""
        self.asked = 0
        self._side = terms.framing.side
        self._connection, theirs = socket.socketpair()
        self._connection.settimeout(wall_s)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                [sys.executable, "-P", "-m", "embedder.decoding.child", json.dumps(asdict(terms))],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def pixels(self, data: bytes, gate: Gate) -> Pixels:
        """The model's pixels of an encoded picture. Raises UnreadablePicture, and Lost, after which this is of no use.

        The `gate` is passed with as many pixels as decoding holds.
        """
        self.asked += 1
        try:
            wire.send(self._connection, Frame.PICTURE, data)
            frame, body = wire.receive(self._connection)
            if frame is Frame.NEEDED:
                with gate.hold(int(body)):
                    wire.send(self._connection, Frame.GO)
                    frame, body = wire.receive(self._connection)
            return self._read(frame, body)
        except TimeoutError:
            self.end()
            raise Lost(Cause.WALL) from None
        except (wire.Gone, OSError):
            raise Lost(self._cause_of_death()) from None
        except (LookupError, TypeError, ValueError) as nonsense:
            self.end()
            raise Lost(Cause.CRASH) from nonsense

    def end(self) -> None:
        """Kill it and leave nothing behind."""
        self._process.kill()
        self._process.wait()
        self._connection.close()

    def _read(self, frame: Frame, body: bytes) -> Pixels:
        if frame is Frame.REFUSED:
            refusal = json.loads(body)
            raise UnreadablePicture(Reason(refusal["reason"]), refusal["detail"])
        if frame is not Frame.PIXELS:
            raise ValueError("neither pixels nor a refusal")
        return np.frombuffer(body, np.uint8).reshape(self._side, self._side, 3)

    def _cause_of_death(self) -> Cause:
        """Its socket is closed, so it has ended or is about to."""
        try:
            status = self._process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            status = -signal.SIGABRT
        self.end()
        named = {0: Cause.ENDED, -signal.SIGPROF: Cause.CPU, -signal.SIGKILL: Cause.KILLED}
        return named.get(status, Cause.CRASH)
