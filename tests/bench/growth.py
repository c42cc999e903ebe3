"""How the cost of a search grows with the number of images: one question, several sizes, the exponent."""

from typing import Final

from tests.bench.bench_stack import BenchStack
from tests.bench.figures import exponent, table
from tests.bench.generator import Load
from tests.bench.measuring import Bench, Summary
from tests.bench.plan import Plan
from tests.bench.population import Population
from tests.bench.questions import Asker

_HEADS: Final = ("images", "p50 ms", "gateway", "qdrant", "postgres")
_CLIENTS: Final = 2


def run(stack: BenchStack, bench: Bench, plan: Plan) -> None:
    """Print latency and CPU ms a search by id at each size, and b of cost ≈ a · imagesᵇ."""
    population = Population(stack.database, stack.qdrant, stack.scope, stack.space())
    measured: list[list[float]] = []
    for size in plan.growth_sizes:
        drawn = population.grow_to(size)
        asker = Asker(stack.address("API_PUBLIC_URL"), stack.token())
        load = Load(asker.gateway.host, asker.gateway.port, asker.by_id(drawn, plan.requests), _CLIENTS)
        found = Summary.of([bench.http(load) for _ in range(plan.rounds)])
        measured.append([found.p50_ms, *(found.cpu_ms[service] for service in ("gateway", "qdrant", "postgres"))])
    exponents = [exponent(plan.growth_sizes, costs) for costs in zip(*measured, strict=True)]
    rows: list[list[str | float]] = [
        [f"{size:,}", *costs] for size, costs in zip(plan.growth_sizes, measured, strict=True)
    ]
    print(table(_HEADS, [*rows, ["exponent", *exponents]]))
