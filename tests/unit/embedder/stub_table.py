"""A table of shared texts in memory, that can be held back and made to fail."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from embedder.metrics import Metrics
from embedder.ports import ModelFacts, Tokens, Vectors
from embedder.shared_texts import SharedTexts
from tests.unit.embedder.stub_model import FACTS, tokens_of, vector_of


@dataclass
class StubTable:
    """Keeps what is written, by slot; while `fault` is set it is raised, and `gate` holds all calls back until set."""

    values: dict[int, Any] = field(default_factory=dict)
    fault: Exception | None = None
    asked: int = 0
    closed: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def read(self, slots: Sequence[int]) -> list[bytes | None]:
        """What was written."""
        await self._asked()
        return [self.values.get(slot) for slot in slots]

    async def write(self, values: Mapping[int, bytes]) -> None:
        """Keep it."""
        await self._asked()
        self.values |= values

    async def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True

    async def _asked(self) -> None:
        self.asked += 1
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault


@dataclass
class Clock:
    """A clock that stands still until it is set on."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Replica:
    """One process's side of the table; `timeout_s` is long, so that a busy machine is no slow table."""

    table: StubTable
    facts: ModelFacts = FACTS
    size: int = 1_000_000
    timeout_s: float = 60.0
    clock: Clock = field(default_factory=Clock)
    metrics: Metrics = field(default_factory=Metrics)

    def __post_init__(self) -> None:
        self.texts = SharedTexts(
            self.table,
            self.facts,
            size=self.size,
            timeout_s=self.timeout_s,
            metrics=self.metrics,
            clock=self.clock,
        )

    async def keep(self, *texts: str, partition: str = "") -> None:
        """Have the texts' own vectors written, and wait for it."""
        self.texts.write(partition, [(tokens_of(text), vector_of(text.encode())) for text in texts])
        await asyncio.gather(*self.texts._writing)

    async def found(self, *texts: str, partition: str = "") -> list[Vectors | None]:
        """What the table knows of the texts."""
        return await self.texts.read(partition, [tokens_of(text) for text in texts])

    async def knows(self, text: str, partition: str = "") -> bool:
        """Whether the text's own vector is found; another vector fails the test."""
        [vector] = await self.found(text, partition=partition)
        assert vector is None or np.array_equal(vector, vector_of(text.encode()))
        return vector is not None

    def failures(self, reason: str) -> float:
        """How many misses were the table's fault, for that reason."""
        return self.metrics.registry.get_sample_value("embedder_shared_texts_failures_total", {"reason": reason}) or 0


def place_of(replica: Replica, text: str, partition: str = "") -> int:
    """The slot of a text."""
    tokens: Tokens = tokens_of(text)
    return replica.texts._place(partition, tokens).slot
