"""The use cases of one model: pictures, pixels and texts in, one outcome for each out, in order."""

from collections.abc import Sequence

from embedder.batcher import Batcher, Kind, Priority, Question
from embedder.errors import AllItemsFailed, FailedItem, ItemFailed
from embedder.metrics import Metrics
from embedder.ports import ModelFacts, Vectors
from embedder.preparing import Prepared, Preparer
from embedder.text_cache import TextCache

Outcome = Vectors | ItemFailed


class EmbedService:
    """Has the inputs prepared, asks the batcher, and puts answers and failures back in order."""

    def __init__(
        self, *, facts: ModelFacts, batcher: Batcher, preparer: Preparer, texts: TextCache, metrics: Metrics
    ) -> None:
        self.facts = facts
        self.batcher = batcher
        self._preparer = preparer
        self._texts = texts
        self._metrics = metrics

    async def pictures(self, blobs: Sequence[bytes], priority: Priority) -> list[Outcome]:
        """Embed encoded pictures."""
        with self.batcher.admit(len(blobs), priority):
            return await self._answer(await self._preparer.pictures(blobs), priority)

    async def stored(self, references: Sequence[tuple[str, str]], priority: Priority) -> list[Outcome]:
        """Embed objects of the store, given as (bucket, key)."""
        with self.batcher.admit(len(references), priority):
            return await self._answer(await self._preparer.stored(references), priority)

    async def pixels(self, data: bytes, count: int, priority: Priority) -> list[Outcome]:
        """Embed `count` model-ready pictures that lie one after the other in `data`."""
        with self.batcher.admit(count, priority):
            return await self._answer(await self._preparer.pixels(data, count), priority)

    async def texts(self, texts: Sequence[str], priority: Priority) -> list[Outcome]:
        """Embed texts; those asked for lately are answered from memory."""
        known = {text: vector for text in texts if (vector := self._texts.get(text)) is not None}
        for _ in known:
            self._metrics.cache_hit()
        unknown = [text for text in dict.fromkeys(texts) if text not in known]
        with self.batcher.admit(len(unknown), priority):
            questions = await self._preparer.texts(unknown) if unknown else []
            asked = await self.batcher.embed(Kind.TEXT, questions, priority)
        found: dict[str, Outcome] = dict(zip(unknown, asked, strict=True))
        for text, outcome in found.items():
            if not isinstance(outcome, ItemFailed):
                self._texts.put(text, outcome)
        return self._settled([known[text] if text in known else found[text] for text in texts])

    async def close(self, grace_s: float) -> None:
        """Answer what was accepted; what is left after `grace_s` is told that the service stops."""
        await self.batcher.close(grace_s)
        self._preparer.close()

    async def _answer(self, prepared: Sequence[Prepared], priority: Priority) -> list[Outcome]:
        good = [one for one in prepared if isinstance(one, Question)]
        answers = iter(await self.batcher.embed(Kind.IMAGE, good, priority))
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
