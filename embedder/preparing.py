"""Inputs to questions for the model, on threads beside the event loop: decoding, fetching, tokenizing."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import numpy as np

from embedder.batching.questions import Priority, Question
from embedder.errors import ItemFailed, RequestInvalid
from embedder.objects import ObjectReader
from embedder.pixels import DecodeLimits, mean_colour, model_pixels
from embedder.ports import Model, Pixels

Prepared = Question | ItemFailed

_KEY_BYTES: Final = 16
T = TypeVar("T")


class Preparer:
    """Makes one model's questions. A failure of one item stays with that item."""

    def __init__(
        self,
        model: Model,
        *,
        threads: Mapping[Priority, ThreadPoolExecutor],
        limits: DecodeLimits,
        objects: ObjectReader | None,
    ) -> None:
        self._model = model
        self._threads = threads
        self._tokenizing = ThreadPoolExecutor(1, thread_name_prefix="tokenize")
        self._limits = limits
        self._objects = objects
        self._fill = mean_colour(model.facts.mean)

    async def pictures(self, blobs: Sequence[bytes], priority: Priority) -> list[Prepared]:
        """Encoded pictures, decoded."""
        return await self._each(self._decoded, blobs, priority)

    async def stored(self, references: Sequence[tuple[str, str]], priority: Priority) -> list[Prepared]:
        """Objects of the store, given as (bucket, key), read and decoded."""
        return await self._each(self._fetched, references, priority)

    async def pixels(self, data: bytes, count: int, priority: Priority) -> list[Prepared]:
        """`count` model-ready pictures that lie one after the other in `data`."""
        side = self._model.facts.image_size
        return await self._each(_keyed, list(np.frombuffer(data, np.uint8).reshape(count, side, side, 3)), priority)

    async def texts(self, texts: Sequence[str], partition: str, priority: Priority) -> list[Question]:
        """Texts, as their tokens: two of a partition that the model cannot tell apart are one question."""
        loop = asyncio.get_running_loop()
        rows = await loop.run_in_executor(self._tokenizing, self._model.tokenize, texts)
        return [Question((partition, row.tobytes()), row, size=len(row)) for row in rows]

    def close(self) -> None:
        """Start nothing more."""
        self._tokenizing.shutdown(wait=False, cancel_futures=True)

    async def _each(self, prepare: Callable[[T], Question], inputs: Sequence[T], priority: Priority) -> list[Prepared]:
        loop, threads = asyncio.get_running_loop(), self._threads[priority]
        return await asyncio.gather(*(loop.run_in_executor(threads, _caught, prepare, one) for one in inputs))

    def _decoded(self, data: bytes) -> Question:
        side = self._model.facts.image_size
        return _keyed(model_pixels(data, limits=self._limits, side=side, fill=self._fill))

    def _fetched(self, reference: tuple[str, str]) -> Question:
        if self._objects is None:
            raise RequestInvalid("objects cannot be read: S3_ENDPOINT and S3_BUCKET are not set")
        return self._decoded(self._objects.read(*reference))


def _keyed(pixels: Pixels) -> Question:
    return Question(hashlib.blake2b(np.ascontiguousarray(pixels).data, digest_size=_KEY_BYTES).digest(), pixels)


def _caught(prepare: Callable[[Any], Question], one: Any) -> Prepared:
    try:
        return prepare(one)
    except ItemFailed as failure:
        return failure
