"""Searches a second by id, by text and by file, beside the bare qdrant-client call, and where the time goes."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from tests.bench.bare import BareLoad, query_about
from tests.bench.bench_stack import BenchStack
from tests.bench.figures import number, table
from tests.bench.generator import Load
from tests.bench.measuring import Bench, Round, Summary
from tests.bench.pictures import jpegs
from tests.bench.plan import Plan
from tests.bench.population import Drawn, Population
from tests.bench.questions import FILTER, PHASH_GATE, Asker
from tests.bench.recall import recalls

_HEADS: Final = (
    "images, question", "clients", "searches/s", "p50 ms", "p95 ms", "p99 ms", "errors", "bare/s", "bare p50", "ratio",
    "gateway", "qdrant", "embedder", "postgres", "bare client", "bare qdrant", "load",
)  # fmt: skip
_NOTE: Final = (
    "ratio: searches/s over bare calls/s, same query, same clients, rounds in turn. From `gateway` on: CPU ms a "
    "request of each service; `bare client` and `bare qdrant`: the same of the bare call; load: the load generator's "
    "own share of a core."
)
_FRESH_TEXTS: Final = count(time.time_ns() // 1_000_000)


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of search: its requests for a round, and what the bare call beside it has besides the vector."""

    name: str
    requests: Callable[[], list[bytes]]
    bare_options: dict[str, Any] = field(default_factory=dict)
    most_clients: int = 64


def run(stack: BenchStack, bench: Bench, plan: Plan) -> None:
    """Print the table for each size, and recall at the largest."""
    population = Population(stack.database, stack.qdrant, stack.scope, stack.space())
    for size in plan.search_sizes:
        drawn = population.grow_to(size)
        indexed = population.wait_until_optimised()
        print(f"\n{size:,} images; {indexed:,} vectors in the graph, the rest is compared one by one")
        rows = [
            _row(f"{size:,} {question.name}", clients, *_both(stack, bench, plan, drawn, question, clients))
            for question in _questions(stack, plan, drawn)
            for clients in sorted({min(clients, question.most_clients) for clients in plan.clients})
        ]
        print(table(_HEADS, rows))
    print(_NOTE)
    for line in recalls(stack, drawn, most=plan.requests):
        print(line)


def _questions(stack: BenchStack, plan: Plan, drawn: Sequence[Drawn]) -> Iterator[Question]:
    asker = Asker(stack.address("API_PUBLIC_URL"), stack.token())
    pictures = jpegs(min(64, plan.embedded), width=320, height=240)
    gated = {"phash_gate": PHASH_GATE}
    yield Question("by id", lambda: asker.by_id(drawn, plan.requests))
    yield Question("by id, tag and date", lambda: asker.by_id(drawn, plan.requests, filter=FILTER), {"filter_": FILTER})
    yield Question("by id, pHash gate", lambda: asker.by_id(drawn, plan.requests, **gated), gated)
    yield Question("by new text", lambda: [asker.by_text(next(_FRESH_TEXTS)) for _ in range(plan.embedded)])
    yield Question("by one text", lambda: asker.by_one_text(plan.requests))
    # More than eight uploads at once are turned away by admission.
    yield Question("by file", lambda: asker.by_file(pictures, plan.embedded), most_clients=8)


def _both(
    stack: BenchStack, bench: Bench, plan: Plan, drawn: Sequence[Drawn], question: Question, clients: int
) -> tuple[Summary, Summary]:
    """Rounds of the gateway and of the bare call in turn."""
    options = {"filter_": None, "phash_gate": None, **question.bare_options}
    space, step = stack.space(), max(1, len(drawn) // plan.requests)
    queries = [query_about(one, stack.scope, space, **options) for one in drawn[::step]][: plan.requests]
    environment = stack.environment
    bare = BareLoad(environment["QDRANT_URL"], environment["QDRANT_API_KEY"], space.collection, queries, clients)
    address = stack.address("API_PUBLIC_URL")
    through: list[Round] = []
    direct: list[Round] = []
    for _ in range(plan.rounds):
        through.append(bench.http(Load(address.host, address.port, question.requests(), clients)))
        direct.append(bench.bare(bare))
    return Summary.of(through), Summary.of(direct)


def _row(name: str, clients: int, through: Summary, direct: Summary) -> list[str | float]:
    bare_client_ms = direct.load_share * 1e3 / direct.per_second
    return [
        name, str(clients), through.per_second, through.p50_ms, through.p95_ms, through.p99_ms, str(through.errors),
        direct.per_second, direct.p50_ms, through.per_second / direct.per_second,
        *(through.cpu_ms[service] for service in ("gateway", "qdrant", "embedder", "postgres")),
        bare_client_ms, direct.cpu_ms["qdrant"], f"{number(through.load_share * 100)} %",
    ]  # fmt: skip
