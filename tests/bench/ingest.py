"""Pictures taken in a second, by presigned upload and directly, beside what the embedder alone can do."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from catalog.images.model_pixels import MODEL_SIDE
from tests.bench.bench_stack import BenchStack
from tests.bench.figures import table
from tests.bench.generator import Load
from tests.bench.measuring import Bench, Round, Summary
from tests.bench.pictures import jpegs
from tests.bench.plan import Plan
from tests.bench.presigned import PresignedLoad
from tests.bench.questions import Asker
from tests.bench.steps import split_of_time
from tests.bench.wire import request

_HEADS: Final = (
    "way", "clients", "images/s", "p50 ms", "p95 ms", "503s", "errors", "of pixels", "of bytes",
    "gateway", "embedder", "s3", "qdrant", "postgres", "workers",
)  # fmt: skip
_NOTE: Final = (
    "of pixels, of bytes: images/s over what the embedder alone takes of model-ready pixels and of encoded pictures, "
    "same clients, rounds in turn. From `gateway` on: CPU ms an image of each service. 503s are admission's, sent "
    "again after their Retry-After; latencies hold that wait."
)
_WIDTH: Final = 640
_HEIGHT: Final = 480
_Way = Callable[[], Round]


@dataclass(slots=True)
class _Fresh:
    """Pictures that nobody has uploaded before."""

    next: int

    def take(self, count: int) -> list[bytes]:
        """The next ones."""
        self.next += count
        return jpegs(count, width=_WIDTH, height=_HEIGHT, first=self.next - count)


def run(stack: BenchStack, bench: Bench, plan: Plan) -> None:
    """Print throughput for each way and number of clients, and where the time of one picture goes."""
    stack.space()
    stack = stack.as_tenant("bench-ingest")
    fresh = _Fresh(time.time_ns() // 1_000_000)
    rows = [row for clients in plan.upload_clients for row in _rows(stack, bench, plan, fresh, clients)]
    print(table(_HEADS, rows))
    print(_NOTE)
    print(split_of_time(stack, fresh.take(plan.pictures)))


def _rows(stack: BenchStack, bench: Bench, plan: Plan, fresh: _Fresh, clients: int) -> Iterator[list[str | float]]:
    ways = _ways(stack, bench, plan, fresh, clients)
    rounds: dict[str, list[Round]] = {name: [] for name in ways}
    for _ in range(plan.rounds):
        for name, way in ways.items():
            bench.settle()
            rounds[name].append(way())
    found = {name: Summary.of(taken) for name, taken in rounds.items()}
    pixels, encoded = found["embedder, pixels"].per_second, found["embedder, bytes"].per_second
    for name, summary in found.items():
        cpu = summary.cpu_ms
        refused = sum(one.outcome.statuses[503] for one in rounds[name])
        yield [
            name, str(clients), summary.per_second, summary.p50_ms, summary.p95_ms,
            str(refused), str(summary.errors - refused),
            summary.per_second / pixels, summary.per_second / encoded,
            *(cpu[service] for service in ("gateway", "embedder", "s3", "qdrant", "postgres")),
            cpu["worker-interactive"] + cpu["worker-batch"],
        ]  # fmt: skip


def _ways(stack: BenchStack, bench: Bench, plan: Plan, fresh: _Fresh, clients: int) -> Mapping[str, _Way]:
    asker = Asker(stack.address("API_PUBLIC_URL"), stack.token())
    embedder = stack.address("EMBED_URL")

    def direct() -> Round:
        requests = [asker.form("/api/images", picture, {}) for picture in fresh.take(plan.pictures)]
        return bench.http(Load(asker.gateway.host, asker.gateway.port, requests, clients, patient=True))

    def presigned() -> Round:
        return bench.presigned(PresignedLoad(asker.gateway, asker.token, fresh.take(plan.pictures), clients))

    def embedded(bodies: Callable[[], list[bytes]], headers: Mapping[str, str]) -> Round:
        requests = [request(embedder, "POST", "/embed/image", body, headers) for body in bodies()]
        return bench.http(Load(embedder.host, embedder.port, requests, clients, patient=True))

    ready = {"Content-Type": "application/x-semblance-pixels", "X-Image-Count": "1"}
    accept = {"Accept": "application/x-semblance-vectors"}
    return {
        "presigned": presigned,
        "direct": direct,
        "embedder, pixels": partial(
            embedded,
            lambda: [os.urandom(MODEL_SIDE * MODEL_SIDE * 3) for _ in range(plan.pictures)],
            {**ready, **accept},
        ),
        "embedder, bytes": partial(
            embedded, lambda: fresh.take(plan.pictures), {"Content-Type": "image/jpeg", **accept}
        ),
    }
