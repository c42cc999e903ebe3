"""Ten thousand requests at once, of both kinds and classes: each gets its own answers, and no failure spreads."""

import asyncio
import random
from dataclasses import dataclass
from typing import Final

import numpy as np

from embedder.batching.batcher import Batcher
from embedder.batching.questions import Kind, Outcome, Question, Terms
from embedder.errors import DeadlinePassed, NotEmbedded, Reason
from tests.unit.embedder.stub_batcher import BATCH, INTERACTIVE, a_question, run
from tests.unit.embedder.stub_model import NAN, POISON, StubModel, vector_of

REQUESTS: Final = 10_000
LATE: Final = 0.0  # a deadline that has passed whenever it is looked at


@dataclass(frozen=True)
class Asked:
    """One request: what it asks for, on which terms, and whether its client goes away at once."""

    kind: Kind
    names: list[str]
    terms: Terms
    leaves: bool


def any_request(chance: random.Random, number: int) -> Asked:
    """Mixed traffic: poisoned items, useless vectors, texts that others ask for too, deadlines, clients that go."""
    kind = chance.choice(list(Kind))
    starts = ["", "", "", POISON, NAN] if kind is Kind.TEXT else [""]
    often = chance.random() < 0.2
    names = [
        f"{chance.choice(starts)}{chance.randint(0, 20) if often else number}-{'x' * chance.randint(0, 30)}"
        for _ in range(chance.randint(1, 3))
    ]
    priority = chance.choice([INTERACTIVE, BATCH]).priority
    terms = Terms(priority, LATE) if chance.random() < 0.05 else Terms(priority)
    return Asked(kind, names, terms, leaves=chance.random() < 0.05)


def a_picture(name: str) -> np.ndarray:
    return np.frombuffer(name.encode().ljust(48), np.uint8).reshape(4, 4, 3)


def questions_of(asked: Asked) -> list[Question]:
    if asked.kind is Kind.TEXT:
        return [a_question(name) for name in asked.names]
    return [Question(name, a_picture(name)) for name in asked.names]


def is_right(asked: Asked, name: str, outcome: Outcome) -> bool:
    """Whether this is the outcome that the input has to have, alone or in any company."""
    if name.startswith((POISON, NAN)):
        expected = Reason.MODEL_FAILED if name.startswith(POISON) else Reason.NOT_FINITE
        return isinstance(outcome, NotEmbedded) and outcome.reason is expected
    data = name.encode() if asked.kind is Kind.TEXT else a_picture(name).tobytes()
    return not isinstance(outcome, NotEmbedded) and np.array_equal(outcome, vector_of(data))


async def wrong_answers(batcher: Batcher, asked: Asked) -> int:
    """How many items of the request were not answered as they have to be."""
    asking = asyncio.create_task(batcher.embed(asked.kind, questions_of(asked), asked.terms))
    if asked.leaves:
        await asyncio.sleep(0)
        asking.cancel()
    try:
        outcomes = await asking
    except asyncio.CancelledError:
        return 0 if asked.leaves else len(asked.names)
    except DeadlinePassed:
        return 0 if asked.terms.deadline == LATE else len(asked.names)
    if asked.terms.deadline == LATE:
        return len(asked.names)
    return sum(not is_right(asked, *pair) for pair in zip(asked.names, outcomes, strict=True))


def test_ten_thousand_concurrent_mixed_requests_each_get_their_own_answers() -> None:
    chance = random.Random(7)
    model = StubModel(streams=2)
    traffic = [any_request(chance, number) for number in range(REQUESTS)]
    assert {one.leaves for one in traffic} == {False, True}

    async def story(batcher: Batcher) -> None:
        with batcher.admit(Kind.TEXT, 3 * REQUESTS, INTERACTIVE):
            assert sum(await asyncio.gather(*(wrong_answers(batcher, asked) for asked in traffic))) == 0
        assert batcher.held == 0

    run(story, model, limit=4 * REQUESTS, batch_size=8, padded=200)
    assert max(map(len, model.batches)) == 8
