"""Vectors of texts that any replica was asked for, in a table outside the process. A direct-mapped cache.

A text has one slot, by its hash, and the next text of that slot takes its place (A. J. Smith, "Cache Memories", ACM
Computing Surveys 14(3), 1982): so many slots, so many vectors, whatever is asked. A value begins with a digest of what
it answers, so that a vector is never answered to another model, partition or text.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

import numpy as np
import structlog

from embedder.errors import TableUnavailable
from embedder.metrics import Metrics
from embedder.outcomes import is_unit
from embedder.pause import Pause
from embedder.ports import ModelFacts, Tokens, Vectors

log = structlog.get_logger(__name__)
T = TypeVar("T")

# How long a table is left alone after it failed.
PAUSE_S: Final = 5.0
_SLOT_BYTES: Final = 8
_CHECK_BYTES: Final = 16
_WRITES_AT_ONCE: Final = 32


class Table(Protocol):
    """Values by slot number, outside the process. Both calls raise TableUnavailable."""

    async def read(self, slots: Sequence[int]) -> list[bytes | None]:
        """The value of each slot; None where nothing was written."""

    async def write(self, values: Mapping[int, bytes]) -> None:
        """Put each value into its slot."""

    async def close(self) -> None:
        """Let go of the connections."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text's vector may stand, and what its value has to begin with."""

    slot: int
    check: bytes


class SharedTexts:
    """The vectors of one model in a table of `size` slots. A table that is away, slow or full is a miss, no failure."""

    def __init__(
        self,
        table: Table,
        facts: ModelFacts,
        *,
        size: int,
        timeout_s: float,
        metrics: Metrics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._table = table
        self._version = facts.version.encode()
        self._dimension = facts.dimension
        self._size = size
        self._timeout_s = timeout_s
        self._metrics = metrics
        self._pause = Pause(PAUSE_S, clock=clock)
        self._writing: set[asyncio.Task[None]] = set()

    async def read(self, partition: str, texts: Sequence[Tokens]) -> list[Vectors | None]:
        """The vector (D,) of each text, in order, or None; all None while the table is left alone."""
        places = [self._place(partition, text) for text in texts]

        async def ask() -> list[Vectors | None]:
            values = await self._table.read([place.slot for place in places])
            return [self._vector(place, value) for place, value in zip(places, values, strict=True)]

        return await self._within_limits(ask) or [None] * len(texts)

    def write(self, partition: str, found: Iterable[tuple[Tokens, Vectors]]) -> None:
        """Have these vectors kept; nobody waits for it, and while many writes are under way it is not done."""
        values = {}
        for text, vector in found:
            place = self._place(partition, text)
            values[place.slot] = place.check + vector.astype("<f4").tobytes()
        if values and len(self._writing) < _WRITES_AT_ONCE:
            task = asyncio.create_task(self._written(values), name="keep-texts")
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)

    async def close(self) -> None:
        """Finish what is being written, which takes as long as the timeout at most, and let go of the table."""
        await asyncio.gather(*self._writing)
        await self._table.close()

    async def _written(self, values: Mapping[int, bytes]) -> None:
        await self._within_limits(lambda: self._table.write(values))

    async def _within_limits(self, ask: Callable[[], Awaitable[T]]) -> T | None:
        """What the table answers; None when it is left alone, and when it fails."""
        if not self._pause.may_ask():
            return None
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await ask()
        except TimeoutError:
            self._failed("slow")
        except TableUnavailable as failure:
            self._failed(failure.reason)
        except Exception:  # whatever the client makes of an answer that is none: a cache is no reason to fail
            self._failed("nonsense")
        else:
            if self._pause.end():
                log.info("shared_texts_back")
            return answer
        return None

    def _failed(self, reason: str) -> None:
        self._metrics.shared_texts_failed(reason)
        if self._pause.begin():
            log.warning("shared_texts_away", reason=reason)

    def _place(self, partition: str, text: Tokens) -> _Place:
        answered = b"\0".join((self._version, partition.encode(), text.tobytes()))  # the first two hold no zero
        digest = hashlib.blake2b(answered, digest_size=_SLOT_BYTES + _CHECK_BYTES).digest()
        return _Place(int.from_bytes(digest[:_SLOT_BYTES], "big") % self._size, digest[_SLOT_BYTES:])

    def _vector(self, place: _Place, value: bytes | None) -> Vectors | None:
        if value is None or not value.startswith(place.check):
            return None
        vector: Vectors | None = _unit_vector(value[_CHECK_BYTES:], self._dimension)
        if vector is None:
            self._metrics.shared_texts_failed("unsound")
        return vector


def _unit_vector(data: bytes, dimension: int) -> Vectors | None:
    """The vector that these bytes are; None for another length, for NaN and infinity, and for a norm that is not 1."""
    if len(data) != dimension * 4:
        return None
    vector: Vectors = np.frombuffer(data, "<f4")
    return vector if is_unit(float(np.linalg.norm(vector))) else None
