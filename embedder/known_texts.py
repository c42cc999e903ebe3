"""What is known of texts without asking the model: this process's own memory first, then the table of all replicas."""

from collections.abc import Iterable, Sequence

from embedder.errors import ItemFailed
from embedder.metrics import Metrics
from embedder.outcomes import Outcome
from embedder.ports import Tokens, Vectors
from embedder.shared_texts import SharedTexts
from embedder.text_cache import TextCache


class KnownTexts:
    """Both caches of one model, and the counts of what they answered. Failed items are not kept."""

    def __init__(self, recent: TextCache, shared: SharedTexts | None, metrics: Metrics) -> None:
        self._recent = recent
        self._shared = shared
        self._metrics = metrics

    def recent(self, partition: str, texts: Iterable[str]) -> dict[str, Vectors]:
        """The vectors of those texts that this process was asked for lately."""
        found = {text: vector for text in texts if (vector := self._recent.get(partition, text)) is not None}
        self._metrics.cache_hits("process", len(found))
        return found

    def keep_recent(self, partition: str, outcomes: Iterable[tuple[str, Outcome]]) -> None:
        """Remember the vectors of these texts in this process."""
        for text, outcome in outcomes:
            if not isinstance(outcome, ItemFailed):
                self._recent.put(partition, text, outcome)

    async def shared(self, partition: str, texts: Sequence[Tokens]) -> list[Vectors | None]:
        """The vector of each text that any replica was asked for, in order, or None."""
        if self._shared is None:
            return [None] * len(texts)
        found = await self._shared.read(partition, texts)
        self._metrics.cache_hits("shared", sum(vector is not None for vector in found))
        return found

    def keep_shared(self, partition: str, outcomes: Iterable[tuple[Tokens, Outcome]]) -> None:
        """Have the vectors of these texts kept for all replicas; nobody waits for it."""
        if self._shared is not None:
            good = [(text, outcome) for text, outcome in outcomes if not isinstance(outcome, ItemFailed)]
            self._shared.write(partition, good)

    async def close(self) -> None:
        """Finish what is being written."""
        if self._shared is not None:
            await self._shared.close()
