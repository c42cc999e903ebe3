"""Texts through the embedding service, new ones and known ones, beside open_clip in a loop and infinity."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tests.bench.embed_known import known_rows
from tests.bench.embed_plan import EmbedPlan
from tests.bench.embed_programs import eager, services
from tests.bench.embed_requests import Texts, peer, words
from tests.bench.embed_rounds import Round, Way, cells, in_turn, loads, quotient
from tests.bench.embed_service import Server
from tests.bench.figures import table
from tests.bench.plan import Plan

_HEADS: Final = ("new texts", "texts/s", "p50 ms", "p95 ms", "CPU ms", "of eager, 1", "of infinity", "missed")
_KNOWN_HEADS: Final = ("a known text", "texts/s", "p50 ms", "p95 ms", "CPU ms", "missed")
_NOTE: Final = (
    "CPU ms: the program's, a text. of eager: texts/s over open_clip's in a loop, one at a time and all 77 positions; "
    "of infinity: over infinity asked by as many clients. Rule: 10 of eager."
)
_KNOWN_NOTE: Final = "One client, the same text each time. Rule: 2 ms."


def run(plan: Plan) -> None:
    """Print a row for each program and number of clients, then what a known text takes."""
    its, fresh = plan.embed, Texts()
    with loads() as running:
        with services(its) as (ours, peers):
            ways = [way for server in [*ours, *peers] for way in _ways(its, server, fresh)]
            found = in_turn(running, its.rounds, ways, lambda: eager(its, "texts", fresh.take(its.alone)))
        print(table(_HEADS, [_row(name, found) for name in found]))
        print(_NOTE, flush=True)
        print(table(_KNOWN_HEADS, known_rows(its, running)))
    print(_KNOWN_NOTE)


def _ways(plan: EmbedPlan, server: Server, fresh: Texts) -> Iterator[Way]:
    def requests(count: int) -> list[bytes]:
        texts = fresh.take(count)
        if server.name == "infinity":
            return [peer(server.address, [text], "text") for text in texts]
        return [words(server.address, [text]) for text in texts]

    yield Way(f"{server.name}, 1 client", server, lambda: requests(plan.alone), 1)
    yield Way(f"{server.name}, {plan.clients} clients", server, lambda: requests(plan.texts), plan.clients)


def _row(name: str, found: Mapping[str, Sequence[Round]]) -> list[str | float]:
    same = f"infinity,{name.partition(',')[2]}"
    quotients = [quotient(found, name, other) for other in ("eager, 1", same)]
    return [name, *cells(found[name]), *quotients, str(sum(one.missed for one in found[name]))]
