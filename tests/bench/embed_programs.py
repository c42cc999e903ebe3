"""The programs that are measured beside each other: our service with each backend, infinity, open_clip in a loop."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path

from tests.bench import machine
from tests.bench.embed_infinity import serving_infinity
from tests.bench.embed_plan import EmbedPlan
from tests.bench.embed_rounds import Round
from tests.bench.embed_service import Server, Unusable, environment, serving
from tests.bench.figures import percentile
from tests.bench.telling import answer_of


@contextmanager
def services(plan: EmbedPlan) -> Iterator[tuple[list[Server], list[Server]]]:
    """Ours with every backend that can be had, and infinity where the plan wants it; says what is left out."""
    with ExitStack() as stack:
        ours = [server for one in plan.backends for server in _entered(stack, partial(serving, plan, one))]
        yield ours, _entered(stack, serving_infinity) if plan.peers else []


def _entered(stack: ExitStack, serve: Callable[[], AbstractContextManager[Server]]) -> list[Server]:
    try:
        return [stack.enter_context(serve())]
    except Unusable as error:
        print(f"left out: {error}", flush=True)
        return []


def eager(plan: EmbedPlan, what: str, items: Sequence[str]) -> dict[str, Round]:
    """open_clip in a loop over texts or paths of images, in a process of its own; by how many are encoded at once."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "items.json"
        file.write_text(json.dumps(items))
        command = [sys.executable, "-m", "tests.bench.embed_eager", what, file, machine.cores()]
        told = answer_of(command, environment(plan, ("torch", "fp32")))
    return {
        f"eager, {size}": Round(
            per_second=one["items"] / one["seconds"],
            p50_ms=percentile(one["ms"], 0.50),
            p95_ms=percentile(one["ms"], 0.95),
            cpu_ms=one["cpu"] * 1e3 / one["items"],
            missed=0,
            load_share=0.0,
        )
        for size, one in told.items()
    }
