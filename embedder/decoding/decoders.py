"""The decoding processes: one for each thread that decodes, started when it first does, replaced when it is lost."""

import threading
from typing import Final

import structlog

from embedder.decoding.decoder import Cause, Decoder, Lost, Terms
from embedder.errors import Busy, Reason, ShuttingDown, UnreadablePicture
from embedder.framing import Framing
from embedder.metrics import Metrics
from embedder.pixel_gate import Gate
from embedder.pixels import DecodeLimits
from embedder.ports import Pixels

log = structlog.get_logger(__name__)

# Interpreter and libraries, and the most that a pixel takes on its way, 16-bit grey being the costliest.
_BASE_BYTES: Final = 512 * 1024 * 1024
_PIXEL_BYTES: Final = 20
# A process that is given its processor time ends long before; this is for one that hangs.
_WALL_PER_CPU: Final = 12
# What a library leaks goes with its process.
_RETIRED_AFTER: Final = 5_000
# A picture whose process somebody else killed is not to blame, and gets another one; once.
_NOT_ITS_DOING: Final = frozenset({Cause.ENDED, Cause.KILLED})


class Decoders:
    """Encoded pictures to a model's pixels. Each calling thread has a process of its own, as nice as the thread."""

    def __init__(
        self,
        framing: Framing,
        limits: DecodeLimits,
        *,
        cpu_s: float,
        metrics: Metrics,
        memory_bytes: int | None = None,
    ) -> None:
        """A picture may take so much processor time, and so much memory; if not said, what `limits` come to."""
        memory = memory_bytes or _BASE_BYTES + _PIXEL_BYTES * limits.max_pixels
        self._terms = Terms(framing, limits, cpu_s, memory)
        self._metrics = metrics
        self._here = threading.local()
        self._all: set[Decoder] = set()
        self._lock = threading.Lock()
        self._closed = False

    def pixels(self, data: bytes, gate: Gate) -> Pixels:
        """Decode `data` and frame it: side × side × 3 uint8 RGB. The `gate` bounds what is decoded at one moment.

        Raises UnreadablePicture whatever the bytes are and whatever they do to the process; Busy, ShuttingDown.
        """
        try:
            return self._asked(data, gate)
        except Lost as first:
            if first.cause not in _NOT_ITS_DOING:
                raise _too_much() from first
        try:
            return self._asked(data, gate)
        except Lost as again:
            raise _too_much() from again

    def pids(self) -> list[int]:
        """The process ids."""
        with self._lock:
            return [decoder.pid for decoder in self._all]

    def close(self) -> None:
        """End all of them; a picture that one of them has in hand is told that the service stops."""
        with self._lock:
            self._closed = True
            for decoder in self._all:
                decoder.end()
            self._all.clear()

    def _asked(self, data: bytes, gate: Gate) -> Pixels:
        decoder = self._mine()
        try:
            return decoder.pixels(data, gate)
        except Lost as loss:
            self._let_go(decoder)
            if self._closed:
                raise ShuttingDown("the service is stopping") from None
            if loss.cause is not Cause.ENDED:
                log.warning("decoder_lost", cause=loss.cause)
                self._metrics.decoder_lost(loss.cause)
            raise

    def _mine(self) -> Decoder:
        """This thread's process, or a fresh one when it is worn out or not there yet."""
        decoder: Decoder | None = getattr(self._here, "decoder", None)
        if decoder is not None and decoder.asked < _RETIRED_AFTER:
            return decoder
        if decoder is not None:
            self._let_go(decoder)
            decoder.end()
        with self._lock:
            if self._closed:
                raise ShuttingDown("the service is stopping")
            try:
                fresh = Decoder(self._terms, wall_s=self._terms.cpu_s * _WALL_PER_CPU)
            except OSError as error:
                raise Busy("no process to decode pictures could be started") from error
            self._all.add(fresh)
        self._here.decoder = fresh
        return fresh

    def _let_go(self, decoder: Decoder) -> None:
        self._here.decoder = None
        with self._lock:
            self._all.discard(decoder)


def _too_much() -> UnreadablePicture:
    return UnreadablePicture(Reason.DECODE_LIMIT, "the picture takes too much to decode")
