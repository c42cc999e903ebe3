"""The use cases: pictures, pixels and texts in, one outcome for each out, in order."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import numpy as np

from embedder.batcher import Batcher, Kind, Priority, Question
from embedder.errors import AllItemsFailed, FailedItem, ItemFailed, RequestInvalid
from embedder.metrics import Metrics
from embedder.objects import ObjectReader
from embedder.pixels import DecodeLimits, mean_colour, model_pixels
from embedder.ports import ModelFacts, Pixels, Vectors

Outcome = Vectors | ItemFailed

_KEY_BYTES: Final = 16
T = TypeVar("T")


class EmbedService:
    """Prepares on CPU threads, asks the batcher, and puts answers and failures back in order."""

    def __init__(
        self,
        *,
        facts: ModelFacts,
        batcher: Batcher,
        threads: ThreadPoolExecutor,
        limits: DecodeLimits,
        objects: ObjectReader | None,
        metrics: Metrics,
        text_cache: int,
    ) -> None:
        self.facts = facts
        self.batcher = batcher
        self.objects = objects
        self._threads = threads
        self._limits = limits
        self._fill = mean_colour(facts.mean)
        self._metrics = metrics
        self._texts = TextCache(text_cache)

    async def pictures(self, blobs: Sequence[bytes], priority: Priority) -> list[Outcome]:
        """Embed encoded pictures."""
        with self.batcher.admit(len(blobs), priority):
            prepared = await self._prepare(self._decoded, blobs)
            return await self._answer(Kind.IMAGE, prepared, priority)

    async def stored(self, references: Sequence[tuple[str, str]], priority: Priority) -> list[Outcome]:
        """Embed objects of the store, given as (bucket, key)."""
        with self.batcher.admit(len(references), priority):
            prepared = await self._prepare(self._fetched, references)
            return await self._answer(Kind.IMAGE, prepared, priority)

    async def pixels(self, data: bytes, count: int, priority: Priority) -> list[Outcome]:
        """Embed `count` model-ready pictures that lie one after the other in `data`."""
        side = self.facts.image_size
        pictures = np.frombuffer(data, np.uint8).reshape(count, side, side, 3)
        with self.batcher.admit(count, priority):
            prepared = await self._prepare(_keyed, list(pictures))
            return await self._answer(Kind.IMAGE, prepared, priority)

    async def texts(self, texts: Sequence[str], priority: Priority) -> list[Outcome]:
        """Embed texts; those asked for lately are answered from memory."""
        known = {text: vector for text in texts if (vector := self._texts.get(text)) is not None}
        for _ in known:
            self._metrics.cache_hit()
        unknown = [text for text in dict.fromkeys(texts) if text not in known]
        with self.batcher.admit(len(unknown), priority):
            asked = await self.batcher.embed(Kind.TEXT, [Question(text, text) for text in unknown], priority)
        found: dict[str, Outcome] = dict(zip(unknown, asked, strict=True))
        for text, outcome in found.items():
            if not isinstance(outcome, ItemFailed):
                self._texts.put(text, outcome)
        return self._settled([known[text] if text in known else found[text] for text in texts])

    async def _prepare(self, prepare: Callable[[T], Question], inputs: Sequence[T]) -> list[Question | ItemFailed]:
        """Run `prepare` on the threads; a failure of one item stays with that item."""
        loop = asyncio.get_running_loop()
        return await asyncio.gather(*(loop.run_in_executor(self._threads, _caught, prepare, one) for one in inputs))

    async def _answer(self, kind: Kind, prepared: Sequence[Question | ItemFailed], priority: Priority) -> list[Outcome]:
        good = [one for one in prepared if isinstance(one, Question)]
        answers = iter(await self.batcher.embed(kind, good, priority))
        return self._settled([one if isinstance(one, ItemFailed) else next(answers) for one in prepared])

    def _settled(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Count the failures; when there is nothing else, that is the request's failure."""
        failed = [
            FailedItem(index, one.reason, one.detail)
            for index, one in enumerate(outcomes)
            if isinstance(one, ItemFailed)
        ]
        for item in failed:
            self._metrics.rejected(item.reason)
        if len(failed) == len(outcomes):
            raise AllItemsFailed(failed)
        return outcomes

    def _decoded(self, data: bytes) -> Question:
        return _keyed(model_pixels(data, limits=self._limits, side=self.facts.image_size, fill=self._fill))

    def _fetched(self, reference: tuple[str, str]) -> Question:
        if self.objects is None:
            raise RequestInvalid("objects cannot be read: S3_ENDPOINT and S3_BUCKET are not set")
        return self._decoded(self.objects.read(*reference))


class TextCache:
    """The vectors of the texts asked for last; at most `size` of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def get(self, text: str) -> Vectors | None:
        """The text's vector, if it is still known."""
        vector = self._vectors.get(text)
        if vector is not None:
            self._vectors.move_to_end(text)
        return vector

    def put(self, text: str, vector: Vectors) -> None:
        """Remember the vector, and forget the text that was not asked for the longest."""
        self._vectors[text] = vector.copy()  # a row keeps its whole batch alive
        self._vectors.move_to_end(text)
        while len(self._vectors) > self._size:
            self._vectors.popitem(last=False)


def _keyed(pixels: Pixels) -> Question:
    return Question(hashlib.blake2b(np.ascontiguousarray(pixels).data, digest_size=_KEY_BYTES).digest(), pixels)


def _caught(prepare: Callable[[Any], Question], one: Any) -> Question | ItemFailed:
    try:
        return prepare(one)
    except ItemFailed as failure:
        return failure
