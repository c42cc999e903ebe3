"""One process's side of the table of shared texts, over a real Redis, with drawn vectors of a model that is none."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import numpy as np

from embedder.metrics import Metrics
from embedder.ports import ModelFacts, Tokens, Vectors
from embedder.redis_hash import redis_hash
from embedder.shared_texts import SharedTexts

DIMENSION = 64
FACTS = ModelFacts(
    name="drawn",
    version="0123456789ab-pad",
    dimension=DIMENSION,
    image_size=224,
    preprocess="pad",
    mean=(0.5, 0.5, 0.5),
    std=(0.5, 0.5, 0.5),
    context_length=77,
    device="cpu",
)
SIZE = 50
KEY = f"embedder:texts:{SIZE}"


def tokens(number: int) -> Tokens:
    return np.array([1, number, 2], np.int64)


def vector(number: int) -> Vectors:
    drawn = np.random.default_rng(number).standard_normal(DIMENSION).astype(np.float32)
    unit: Vectors = drawn / np.linalg.norm(drawn)
    return unit


@dataclass
class Replica:
    """One process's side of the table."""

    texts: SharedTexts
    metrics: Metrics

    async def keep(self, *numbers: int) -> None:
        """Have these written, and wait for it."""
        self.texts.write("acme", [(tokens(number), vector(number)) for number in numbers])
        await asyncio.gather(*self.texts._writing)

    async def known(self, *numbers: int) -> list[bool]:
        """Which of these the table knows; another text's vector fails the test."""
        found = await self.texts.read("acme", [tokens(number) for number in numbers])
        for number, one in zip(numbers, found, strict=True):
            assert one is None or np.array_equal(one, vector(number))
        return [one is not None for one in found]

    def failures(self) -> dict[str, float]:
        """How many misses were the table's fault, by reason."""
        return {
            sample.labels["reason"]: sample.value
            for metric in self.metrics.registry.collect()
            for sample in metric.samples
            if sample.name == "embedder_shared_texts_failures_total"
        }


@asynccontextmanager
async def replica(url: str, *, size: int = SIZE, timeout_s: float = 30.0) -> AsyncIterator[Replica]:
    """A replica whose patience is long, so that a busy machine is no Redis in trouble."""
    metrics = Metrics()
    table = redis_hash(url, size=size, life_s=600)
    texts = SharedTexts(table, FACTS, size=size, timeout_s=timeout_s, metrics=metrics)
    try:
        yield Replica(texts, metrics)
    finally:
        await texts.close()


def run(story: Callable[[], Awaitable[None]]) -> None:
    """Run a story that awaits."""

    async def scene() -> None:
        await asyncio.wait_for(story(), 120)

    asyncio.run(scene())
