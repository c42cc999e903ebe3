"""A batcher in front of the stub model, for the length of one story."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from embedder.batcher import Batcher, Kind, Outcome, Priority, Question, Tower
from embedder.errors import NotEmbedded
from embedder.metrics import Metrics
from tests.unit.embedder.stub_model import StubModel, tokens_of, vector_of

INTERACTIVE, BATCH = Priority.INTERACTIVE, Priority.BATCH


def run(story: Callable[[Batcher], Awaitable[None]], model: StubModel, *, limit: int = 64, batch_size: int = 4) -> None:
    """Run `story` with a fresh batcher and close it."""

    async def scene() -> None:
        batcher, end = a_batcher(model, limit=limit, batch_size=batch_size)
        try:
            await asyncio.wait_for(story(batcher), 60)
        finally:
            model.gate.set()
            await batcher.close(1)
            end()

    asyncio.run(scene())


async def ask(batcher: Batcher, *texts: str, priority: Priority = INTERACTIVE) -> list[Outcome]:
    """Admit and embed texts, as a request does."""
    with batcher.admit(len(texts), priority):
        return await batcher.embed(Kind.TEXT, [a_question(text) for text in texts], priority)


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


def a_batcher(model: StubModel, *, limit: int = 64, batch_size: int = 4) -> tuple[Batcher, Callable[[], None]]:
    """A batcher in front of `model`, to be made inside a running loop, and what ends its thread."""
    device = ThreadPoolExecutor(1)
    towers = {
        Kind.IMAGE: Tower(model.encode_images, batch_size),
        Kind.TEXT: Tower(model.encode_tokens, batch_size),
    }
    batcher = Batcher(towers, limit=limit, device=device, metrics=Metrics())
    return batcher, lambda: device.shutdown(wait=False)
