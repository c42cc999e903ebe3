"""Three times what the service can do: how much it still does, and how soon the rest is told to come back."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tests.bench import open_loop
from tests.bench.embed_plan import Backend, EmbedPlan
from tests.bench.embed_requests import picture
from tests.bench.embed_rounds import Loads, loads
from tests.bench.embed_service import Server, Unusable, named, serving
from tests.bench.figures import median, percentile, table
from tests.bench.generator import Load, Outcome
from tests.bench.open_loop import OpenLoad, OpenOutcome
from tests.bench.pictures import jpegs
from tests.bench.plan import Plan

_TIMES: Final = 3
_HEADS: Final = (
    "backend", "peak images/s", "offered", "answered", "of peak", "p50 ms", "refused", "p50 ms", "p99 ms",
    "Retry-After s", "sent late p99 ms", "load's CPU", "missed",
)  # fmt: skip
_NOTE: Final = (
    "peak: as many clients as there are, in a closed loop. Offered at three times that rate on a clock, whatever comes "
    "back: until the queue is full, then for as long as the peak was measured. Milliseconds count from when a "
    "request was due. Rule: 0.9 of peak, refusals within 50 ms."
)


@dataclass(frozen=True, slots=True)
class _Round:
    peak: Outcome
    over: OpenOutcome


def run(plan: Plan) -> None:
    """Print a row for each backend."""
    with loads() as running:
        print(table(_HEADS, [row for backend in plan.embed.stressed for row in _rows(plan.embed, running, backend)]))
    print(_NOTE)


def _rows(plan: EmbedPlan, running: Loads, backend: Backend) -> Iterator[list[str | float]]:
    try:
        with serving(plan, backend, EMBED_QUEUE_LIMIT=str(plan.queue)) as server:
            yield [named(backend), *_cells([_measured(plan, running, server) for _ in range(plan.rounds)])]
    except Unusable as error:
        print(f"left out: {error}", flush=True)


def _measured(plan: EmbedPlan, running: Loads, server: Server) -> _Round:
    to = server.address
    requests = [picture(to, jpeg) for jpeg in jpegs(max(64, plan.clients), width=640, height=480)]
    peak = running.start(Load(to.host, to.port, requests, plan.clients, seconds=plan.window_s)).result()
    filling_s = plan.queue / ((_TIMES - 1) * peak.per_second)
    offered = OpenLoad(to.host, to.port, requests, _TIMES * peak.per_second, filling_s + plan.window_s)
    return _Round(peak, running.processes.submit(open_loop.run, offered).result())


def _cells(rounds: Sequence[_Round]) -> Iterator[str | float]:
    over = [one.over for one in rounds]
    yield median(one.peak.per_second for one in rounds)
    yield median(_TIMES * one.peak.per_second for one in rounds)
    yield median(one.per_second for one in over)
    yield median(one.over.per_second / one.peak.per_second for one in rounds)
    yield median(percentile(one.good_ms, 0.5) for one in over)
    yield str(sum(len(one.refused_ms) for one in over))
    for share in (0.5, 0.99):
        yield median(percentile(one.refused_ms, share) for one in over)
    yield _seen(sum((one.retry_after_s for one in over), Counter()))
    yield median(percentile(one.late_ms, 0.99) for one in over)
    yield f"{median(one.cpu_share for one in over):.0%}"
    yield str(sum(one.peak.errors + one.over.lost + one.over.others.total() for one in rounds))


def _seen(waits: Counter[int | None]) -> str:
    """The shortest and the longest that was asked for."""
    known = sorted(wait for wait in waits if wait is not None)
    told = f"{known[0]} to {known[-1]}" if known else "–"
    return f"{told}, none in {waits[None]}" if waits[None] else told
