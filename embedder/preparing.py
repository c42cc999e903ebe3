"""Inputs to questions for the model, on threads beside the event loop: decoding, fetching, tokenizing."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

import numpy as np

from embedder.batching.questions import Priority, Question
from embedder.decoding.decoders import Decoders
from embedder.errors import ItemFailed, RequestInvalid
from embedder.objects import ObjectReader
from embedder.pixel_gate import PixelGate
from embedder.ports import Model, Pixels, Tokens

Prepared = Question | ItemFailed

_KEY_BYTES: Final = 16
# There is one thread for it; while a job has thousands of texts tokenized, a person waits for so many of them at most.
_TEXTS_AT_ONCE: Final = 16
T = TypeVar("T")


class Preparer:
    """Makes one model's questions. A failure of one item stays with that item."""

    def __init__(
        self,
        model: Model,
        *,
        threads: Mapping[Priority, ThreadPoolExecutor],
        gates: Mapping[Priority, PixelGate],
        decoders: Decoders,
        objects: ObjectReader | None,
    ) -> None:
        self._model = model
        self._threads = threads
        self._tokenizing = ThreadPoolExecutor(1, thread_name_prefix="tokenize")
        self._turns = {priority: asyncio.Lock() for priority in Priority}
        self._gates = gates
        self._decoders = decoders
        self._objects = objects

    async def pictures(self, blobs: Sequence[bytes], priority: Priority) -> list[Prepared]:
        """Encoded pictures, decoded."""
        return await self._each(partial(self._decoded, self._gates[priority]), blobs, priority)

    async def stored(self, references: Sequence[tuple[str, str]], priority: Priority) -> list[Prepared]:
        """Objects of the store, given as (bucket, key), read and decoded."""
        return await self._each(partial(self._fetched, self._gates[priority]), references, priority)

    async def pixels(self, data: bytes, count: int, priority: Priority) -> list[Prepared]:
        """`count` model-ready pictures that lie one after the other in `data`."""
        side = self._model.facts.image_size
        return await self._each(_keyed, list(np.frombuffer(data, np.uint8).reshape(count, side, side, 3)), priority)

    async def texts(self, texts: Sequence[str], partition: str, priority: Priority) -> list[Question]:
        """Texts, as their tokens: two of a partition that the model cannot tell apart are one question."""
        loop = asyncio.get_running_loop()
        rows: list[Tokens] = []
        async with self._turns[priority]:
            for start in range(0, len(texts), _TEXTS_AT_ONCE):
                some = texts[start : start + _TEXTS_AT_ONCE]
                rows += await loop.run_in_executor(self._tokenizing, self._model.tokenize, some)
        return [Question((partition, row.tobytes()), row, size=len(row)) for row in rows]

    def close(self) -> None:
        """Start nothing more; what is being decoded is given up."""
        self._decoders.close()
        self._tokenizing.shutdown(wait=False, cancel_futures=True)

    async def _each(self, prepare: Callable[[T], Question], inputs: Sequence[T], priority: Priority) -> list[Prepared]:
        loop, threads = asyncio.get_running_loop(), self._threads[priority]
        return await asyncio.gather(*(loop.run_in_executor(threads, _caught, prepare, one) for one in inputs))

    def _decoded(self, gate: PixelGate, data: bytes) -> Question:
        return _keyed(self._decoders.pixels(data, gate))

    def _fetched(self, gate: PixelGate, reference: tuple[str, str]) -> Question:
        if self._objects is None:
            raise RequestInvalid("objects cannot be read: S3_ENDPOINT and S3_BUCKET are not set")
        return self._decoded(gate, self._objects.read(*reference))


def _keyed(pixels: Pixels) -> Question:
    return Question(hashlib.blake2b(np.ascontiguousarray(pixels).data, digest_size=_KEY_BYTES).digest(), pixels)


def _caught(prepare: Callable[[Any], Question], one: Any) -> Prepared:
    try:
        return prepare(one)
    except ItemFailed as failure:
        return failure
