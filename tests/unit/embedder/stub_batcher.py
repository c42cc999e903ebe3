"""A batcher in front of the stub model, for the length of one story."""

import asyncio
import math
from collections.abc import Awaitable, Callable

import numpy as np

from embedder.batching.batcher import Batcher
from embedder.batching.questions import Kind, Outcome, Priority, Question, Terms, Tower
from embedder.errors import NotEmbedded
from embedder.metrics import Metrics
from tests.unit.embedder.stub_model import StubModel, tokens_of, vector_of

INTERACTIVE, BATCH = Terms(Priority.INTERACTIVE), Terms(Priority.BATCH)


def run(
    story: Callable[[Batcher], Awaitable[None]],
    model: StubModel,
    *,
    limit: int = 64,
    batch_size: int = 4,
    padded: float = math.inf,
) -> None:
    """Run `story` with a fresh batcher and close it."""

    async def scene() -> None:
        batcher = a_batcher(model, limit=limit, batch_size=batch_size, padded=padded)
        try:
            await asyncio.wait_for(story(batcher), 60)
        finally:
            model.gate.set()
            await batcher.close(1)

    asyncio.run(scene())


async def ask(batcher: Batcher, *texts: str, terms: Terms = INTERACTIVE) -> list[Outcome]:
    """Admit and embed texts, as a request does."""
    with batcher.admit(Kind.TEXT, len(texts), terms):
        return await batcher.embed(Kind.TEXT, [a_question(text) for text in texts], terms)


def a_question(text: str) -> Question:
    """The text as it comes to the batcher."""
    return Question(text, tokens_of(text), size=len(text))


def is_of(outcome: Outcome, text: str) -> bool:
    """Whether the outcome is that text's own vector."""
    return not isinstance(outcome, NotEmbedded) and np.array_equal(outcome, vector_of(text.encode()))


async def until(claim: Callable[[], bool]) -> None:
    """Let others run until the claim holds."""
    while not claim():
        await asyncio.sleep(0.001)


def a_batcher(model: StubModel, *, limit: int = 64, batch_size: int = 4, padded: float = math.inf) -> Batcher:
    """A batcher in front of `model`, with as many streams; to be made inside a running loop."""
    towers = {
        Kind.IMAGE: Tower(model.encode_images, batch_size),
        Kind.TEXT: Tower(model.encode_tokens, batch_size, padded),
    }
    return Batcher(towers, limit=limit, streams=model.streams, metrics=Metrics())
