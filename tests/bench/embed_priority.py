"""How long a person's question takes while the batch class keeps the service full, and what that costs the batch."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tests.bench.embed_plan import Backend, EmbedPlan
from tests.bench.embed_requests import PIXEL_BYTES, Texts, picture, ready, words
from tests.bench.embed_rounds import Loads, loads
from tests.bench.embed_service import Server, Unusable, named, serving
from tests.bench.figures import median, percentile, table
from tests.bench.generator import Load, Outcome
from tests.bench.pictures import jpegs
from tests.bench.plan import Plan

_HEADS: Final = (
    "backend, question", "alone p50 ms", "p99", "beside p50 ms", "p99", "of p99", "answers beside",
    "batch items/s alone", "beside", "share", "missed",
)  # fmt: skip
_NOTE: Final = (
    "One client asks one thing after another, alone and beside a batch class that keeps the service full with "
    "model-ready pixels. of p99: beside over alone, the median of the rounds. Rule: 2. share: of what the batch class "
    "gets alone, what it gets while that client asks for 85 % of the time."
)
_FORM: Final = 16
_BEFORE: Final = 0.1
_AND_AFTER: Final = 1.15
_NEW_TEXTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Round:
    alone: Outcome
    beside: Outcome
    batch_alone: Outcome
    batch_beside: Outcome

    @property
    def outcomes(self) -> Sequence[Outcome]:
        return self.alone, self.beside, self.batch_alone, self.batch_beside


def run(plan: Plan) -> None:
    """Print a row for each backend and kind of question."""
    with loads() as running:
        print(table(_HEADS, [row for backend in plan.embed.stressed for row in _rows(plan.embed, running, backend)]))
    print(_NOTE)


def _rows(plan: EmbedPlan, running: Loads, backend: Backend) -> Iterator[list[str | float]]:
    fresh = Texts()
    try:
        with serving(plan, backend) as server:
            pictures = [picture(server.address, jpeg) for jpeg in jpegs(32, width=640, height=480)]
            for name, questions in (
                ("a picture", lambda: pictures),
                ("a text", lambda: [words(server.address, [text]) for text in fresh.take(_NEW_TEXTS)]),
            ):
                rounds = [_measured(plan, running, server, questions) for _ in range(plan.rounds)]
                yield [f"{named(backend)}, {name}", *_cells(rounds)]
    except Unusable as error:
        print(f"left out: {error}", flush=True)


def _measured(plan: EmbedPlan, running: Loads, server: Server, questions: Callable[[], Sequence[bytes]]) -> _Round:
    """Each for as long, one after the other, then both: the batch class begins before and ends after."""
    to, seconds = server.address, plan.window_s

    def person() -> Load:
        return Load(to.host, to.port, questions(), 1, seconds=seconds)

    bodies = [ready(to, os.urandom(PIXEL_BYTES * _FORM), priority="batch") for _ in range(3 * plan.batch_clients)]
    job = Load(to.host, to.port, bodies, plan.batch_clients, patient=True, seconds=seconds)
    alone, batch_alone = running.start(person()).result(), running.start(job).result()
    next_questions = person()
    batch = running.start(replace(job, seconds=_AND_AFTER * seconds))
    time.sleep(_BEFORE * seconds)
    beside = running.start(next_questions).result()
    return _Round(alone, beside, batch_alone, batch.result())


def _cells(rounds: Sequence[_Round]) -> Iterator[str | float]:
    alone, beside = ([one.alone for one in rounds], [one.beside for one in rounds])
    for outcomes in (alone, beside):
        yield median(percentile(one.latencies_ms, 0.5) for one in outcomes)
        yield median(percentile(one.latencies_ms, 0.99) for one in outcomes)
    yield median(percentile(one.beside.latencies_ms, 0.99) / percentile(one.alone.latencies_ms, 0.99) for one in rounds)
    yield str(sum(len(one.latencies_ms) for one in beside))
    yield median(one.batch_alone.per_second * _FORM for one in rounds)
    yield median(one.batch_beside.per_second * _FORM for one in rounds)
    yield median(one.batch_beside.per_second / one.batch_alone.per_second for one in rounds)
    yield str(sum(outcome.errors for one in rounds for outcome in one.outcomes))
