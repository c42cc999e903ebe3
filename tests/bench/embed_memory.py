"""Memory of the embedding service over many items of every kind, bad ones among them."""

import itertools
import os
import random
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.bench.embed_requests import PIXEL_BYTES, Texts, chunks, form, ready, words
from tests.bench.embed_rounds import Loads, Round, loads
from tests.bench.embed_service import Server, Unusable, little_model, serving
from tests.bench.figures import table
from tests.bench.pictures import jpegs
from tests.bench.plan import Plan

_POINTS: Final = 10
_WARM: Final = 3
_CLIENTS: Final = 8
_TOGETHER: Final = 20
_SIZES: Final = ((640, 480), (320, 240), (1600, 1200))
_HEADS: Final = ("MB", "at most", "items/s", "missed")


def run(plan: Plan) -> None:
    """Print resident memory at ten points, and its slope from the third one on, when the memory for texts is full."""
    its = plan.embed
    for backend in its.stressed:
        try:
            with (
                loads() as running,
                serving(its, backend, MODEL_NAME=str(little_model()), MODEL_PRETRAINED="") as server,
            ):
                _measure(its.items // _POINTS, running, server)
        except Unusable as error:
            print(f"left out: {error}", flush=True)


def _measure(items: int, running: Loads, server: Server) -> None:
    done = [items * at for at in range(1, _POINTS + 1)]
    held, rounds = [], []
    for requests in _Supply(server, items).take():
        rounds.append(running.round(server, requests, _CLIENTS, _TOGETHER))
        held.append(_mb(server))
    print(table((server.name, *_HEADS), [_row(*one) for one in zip(done, held, rounds, strict=True)]))
    slope = statistics.linear_regression(done[_WARM - 1 :], [now for now, _ in held[_WARM - 1 :]]).slope
    print(f"{slope * 10_000:+.2f} MB for every 10,000 items from {done[_WARM - 1]:,} on; a random model of two layers")


def _row(items: int, held: tuple[float, float], one: Round) -> list[str | float]:
    return [f"{items:,} items", *held, one.per_second, str(one.missed)]


def _mb(server: Server) -> tuple[float, float]:
    """What the process holds now, and the most that it has held, in MB."""
    lines = Path(f"/proc/{server.pid}/status").read_text().splitlines()
    held = {line.partition(":")[0]: line.split()[1] for line in lines if line.startswith(("VmRSS", "VmHWM"))}
    return int(held["VmRSS"]) / 1024, int(held["VmHWM"]) / 1024


class _Supply:
    """Requests of twenty: two fifths texts, two fifths the model's pixels, a fifth JPEGs, one of twenty of them bad."""

    def __init__(self, server: Server, items: int) -> None:
        self._to = server.address
        self._requests = items // _TOGETHER
        self._texts = Texts()
        self._pixels = [ready(self._to, os.urandom(PIXEL_BYTES * _TOGETHER)) for _ in range(2 * _CLIENTS)]
        self._forms = [form(self._to, some) for some in chunks(list(_files()), _TOGETHER)]

    def take(self) -> Iterator[list[bytes]]:
        """What is asked between two points."""
        pixels, forms, order = itertools.cycle(self._pixels), itertools.cycle(self._forms), random.Random(7)
        for _ in range(_POINTS):
            fifth = self._requests // 5
            requests = [words(self._to, self._texts.take(_TOGETHER)) for _ in range(2 * fifth)]
            requests += [next(pixels) for _ in range(2 * fifth)] + [next(forms) for _ in range(fifth)]
            order.shuffle(requests)
            yield requests


def _files() -> Iterator[bytes]:
    """Pictures of three sizes; every twentieth is cut off, or is none."""
    drawn = [jpegs(_TOGETHER * 2, width=width, height=height) for width, height in _SIZES]
    for at, jpeg in enumerate(one for size in zip(*drawn, strict=True) for one in size):
        yield _bad(at, jpeg) if at % _TOGETHER == 0 else jpeg


def _bad(at: int, jpeg: bytes) -> bytes:
    return jpeg[: len(jpeg) // 2] if at % (2 * _TOGETHER) else b"no picture at all"
