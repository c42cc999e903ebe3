"""Pictures a second through the embedding service, beside open_clip in a loop and infinity with the same weights."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench.embed_plan import EmbedPlan
from tests.bench.embed_programs import eager, services
from tests.bench.embed_requests import chunks, data_url, form, peer, picture
from tests.bench.embed_rounds import Round, Way, cells, in_turn, loads, quotient
from tests.bench.embed_service import Server
from tests.bench.figures import median, table
from tests.bench.pictures import jpegs
from tests.bench.plan import Plan

_HEADS: Final = (
    "program", "images/s", "p50 ms", "p95 ms", "CPU ms", "of eager, 1", "of eager, 8", "of infinity", "missed",
)  # fmt: skip
_NOTE: Final = (
    "CPU ms: the program's, an image. of eager: images/s over open_clip's in a loop, 1 or 8 at once; of infinity: over "
    "infinity asked in the same way. Rule: 2.5 of eager, 2 of infinity."
)


def run(plan: Plan) -> None:
    """Print a row for each program and way of asking: one picture a request, and a form of several."""
    its = plan.embed
    pictures = jpegs(its.pictures, width=640, height=480)
    with tempfile.TemporaryDirectory() as folder, loads() as running, services(its) as (ours, peers):
        paths = list(_written(Path(folder), pictures[: its.alone]))
        ways = [way for server in ours for way in _ways(its, server, pictures)]
        ways += [way for server in peers for way in _peer_ways(its, server, pictures)]
        found = in_turn(running, its.rounds, ways, lambda: eager(its, "images", paths))
    print(table(_HEADS, [_row(name, found) for name in found]))
    print(_NOTE)
    shares = [one.load_share for name in found for one in found[name] if one.load_share]
    print(f"the load took {median(shares):.1%} of a core")


def _written(folder: Path, pictures: Sequence[bytes]) -> Iterator[str]:
    for at, jpeg in enumerate(pictures):
        path = folder / f"{at}.jpg"
        path.write_bytes(jpeg)
        yield str(path)


def _ways(plan: EmbedPlan, server: Server, pictures: Sequence[bytes]) -> Iterator[Way]:
    single = [picture(server.address, jpeg) for jpeg in pictures]
    forms = [form(server.address, some) for some in chunks(pictures, plan.form)]
    yield Way(_asked(server, 1), server, lambda: single, plan.clients)
    yield Way(_asked(server, plan.form), server, lambda: forms, plan.clients, plan.form)


def _peer_ways(plan: EmbedPlan, server: Server, pictures: Sequence[bytes]) -> Iterator[Way]:
    urls = [data_url(jpeg) for jpeg in pictures]
    for items in (1, plan.form):
        requests = [peer(server.address, some, "image") for some in chunks(urls, items)]
        yield Way(_asked(server, items), server, partial(list, requests), plan.clients, items)


def _asked(server: Server, items: int) -> str:
    return f"{server.name}, {items} a request"


def _row(name: str, found: Mapping[str, Sequence[Round]]) -> list[str | float]:
    same = f"infinity,{name.partition(',')[2]}"
    quotients = [quotient(found, name, other) for other in ("eager, 1", "eager, 8", same)]
    return [name, *cells(found[name]), *quotients, str(sum(one.missed for one in found[name]))]
