"""The use cases of one model: pictures, pixels and texts in, one outcome for each out, in order."""

from collections.abc import Sequence

from embedder.batching.batcher import Batcher
from embedder.batching.questions import Kind, Question, Terms
from embedder.errors import AllItemsFailed, FailedItem, ItemFailed, NoTextTower
from embedder.known_texts import KnownTexts
from embedder.metrics import Metrics
from embedder.outcomes import Outcome
from embedder.ports import ModelFacts
from embedder.preparing import Prepared, Preparer


class EmbedService:
    """Has the inputs prepared, asks the batcher, and puts answers and failures back in order."""

    def __init__(
        self, *, facts: ModelFacts, batcher: Batcher, preparer: Preparer, texts: KnownTexts, metrics: Metrics
    ) -> None:
        self.facts = facts
        self.batcher = batcher
        self._preparer = preparer
        self._known = texts
        self._metrics = metrics

    async def pictures(self, blobs: Sequence[bytes], terms: Terms) -> list[Outcome]:
        """Embed encoded pictures."""
        with self.batcher.admit(Kind.IMAGE, len(blobs), terms):
            return await self._answer(await self._preparer.pictures(blobs, terms.priority), terms)

    async def stored(self, references: Sequence[tuple[str, str]], terms: Terms) -> list[Outcome]:
        """Embed objects of the store, given as (bucket, key)."""
        with self.batcher.admit(Kind.IMAGE, len(references), terms):
            return await self._answer(await self._preparer.stored(references, terms.priority), terms)

    async def pixels(self, data: bytes, count: int, terms: Terms) -> list[Outcome]:
        """Embed `count` model-ready pictures that lie one after the other in `data`."""
        with self.batcher.admit(Kind.IMAGE, count, terms):
            return await self._answer(await self._preparer.pixels(data, count, terms.priority), terms)

    async def texts(self, texts: Sequence[str], terms: Terms, partition: str = "") -> list[Outcome]:
        """Embed texts; those that the partition asked for lately are known. Raises NoTextTower where there is none."""
        if not self.facts.context_length:
            raise NoTextTower(f"{self.facts.name} embeds pictures only")
        wanted = list(dict.fromkeys(texts))
        found: dict[str, Outcome] = dict(self._known.recent(partition, wanted))
        unknown = [text for text in wanted if text not in found]
        if unknown:
            with self.batcher.admit(Kind.TEXT, len(unknown), terms):
                found.update(zip(unknown, await self._asked(unknown, terms, partition), strict=True))
        return self._settled([found[text] for text in texts])

    async def close(self, grace_s: float) -> None:
        """Answer what was accepted; what is left after `grace_s` is told that the service stops."""
        await self.batcher.close(grace_s)
        self._preparer.close()
        await self._known.close()

    async def _asked(self, texts: Sequence[str], terms: Terms, partition: str) -> Sequence[Outcome]:
        """The table's word for each text, or the model's, which is then kept."""
        questions = await self._preparer.texts(texts, partition, terms.priority)
        shared = await self._known.shared(partition, [question.payload for question in questions])
        unknown = [question for question, vector in zip(questions, shared, strict=True) if vector is None]
        embedded = await self.batcher.embed(Kind.TEXT, unknown, terms) if unknown else []
        answered = zip((question.payload for question in unknown), embedded, strict=True)
        self._known.keep_shared(partition, answered)
        rest = iter(embedded)
        outcomes = [next(rest) if vector is None else vector for vector in shared]
        self._known.keep_recent(partition, zip(texts, outcomes, strict=True))
        return outcomes

    async def _answer(self, prepared: Sequence[Prepared], terms: Terms) -> list[Outcome]:
        good = [one for one in prepared if isinstance(one, Question)]
        answers = iter(await self.batcher.embed(Kind.IMAGE, good, terms))
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
