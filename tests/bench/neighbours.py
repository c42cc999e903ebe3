"""The ten nearest others of each vector, exactly: time, memory, growth, beside the bare product and faiss."""

import math
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from tests.bench.figures import exponent, median, table
from tests.bench.neighbours_child import K
from tests.bench.peers.environment import PeerMissing, python_of
from tests.bench.plan import Plan
from tests.bench.telling import answer_of

_PEER: Final = Path(__file__).parent / "peers" / "faiss_vectors.py"
_HEADS: Final = (
    *("vectors", "seconds", "CPU s", "product s", "of it", "of its CPU"),
    *("faiss s", "of it", "of its CPU", "MB", "of these before", "same neighbours"),
)
_CLUSTERS: Final = 200
# As services run: the two threads are ours. The product alone is left to BLAS and its threads.
_ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1"}
Round = Mapping[str, Any]


def run(plan: Plan) -> None:
    """Print medians at each size, each round of ours between one of the product and one of faiss; and exponents."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [_measured(size, rounds, plan, Path(folder)) for size, rounds in plan.neighbour_sizes]
    sizes = [size for size, _ in plan.neighbour_sizes]
    grown = [exponent(sizes, [row[at] for row in rows]) for at in range(3)]
    cells: list[list[str | float]] = [
        [f"{size:,}", *row[:-1], _percent(row[-1])] for size, row in zip(sizes, rows, strict=True)
    ]
    print(table(_HEADS, [*cells, ["exponent", *grown, *[""] * 8]]))


def _measured(size: int, rounds: int, plan: Plan, folder: Path) -> list[float]:
    """A row of figures."""
    np.save(folder / "vectors.npy", clustered(size))
    done = [dict(_one_round(folder, with_peer=bool(plan.peer_sizes))) for _ in range(rounds)]
    product, ours, faiss = (
        [median(one[name][of] for one in done if name in one) for of in ("seconds", "cpu")]
        for name in ("product", "ours", "faiss")
    )
    ratios = [median(one["ours"][of] / one["product"][of] for one in done) for of in ("seconds", "cpu")]
    of_faiss = [
        median(one["ours"][of] / one["faiss"][of] for one in done if "faiss" in one) for of in ("seconds", "cpu")
    ]
    held = [max(one["ours"][of] for one in done) for of in ("most", "before")]
    return [*ours, product[0], *ratios, faiss[0], *of_faiss, *held, _agreement(folder)]


def _one_round(folder: Path, *, with_peer: bool) -> Iterator[tuple[str, Round]]:
    child = [sys.executable, "-m", "tests.bench.neighbours_child", folder / "vectors.npy"]
    yield "product", answer_of([*child, "product"])
    yield "ours", answer_of([*child, "ours", folder / "ours.npy"], _ONE_THREAD)
    if with_peer:
        yield from _faiss(folder)


def _faiss(folder: Path) -> Iterator[tuple[str, Round]]:
    try:
        command: Sequence[object] = [python_of("faiss"), _PEER, folder / "vectors.npy", K, folder / "faiss.npy"]
    except PeerMissing as error:
        print(error)
        return
    yield "faiss", answer_of(command)


def _agreement(folder: Path) -> float:
    """The share of neighbours that faiss has found as well, whatever their order; nan without it."""
    if not (folder / "faiss.npy").exists():
        return math.nan
    ours, theirs = np.load(folder / "ours.npy"), np.load(folder / "faiss.npy")
    same = [len(np.intersect1d(one, other)) for one, other in zip(ours, theirs, strict=True)]
    return float(np.sum(same) / ours.size)


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{share:.3%}"


def clustered(count: int, dimension: int = 512) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Unit vectors with noise around 200 centres, the same for the same count."""
    random = np.random.default_rng(1)
    centres = random.standard_normal((_CLUSTERS, dimension), np.float32)
    vectors = centres[random.integers(0, _CLUSTERS, count)]
    vectors += np.float32(0.8) * random.standard_normal(vectors.shape, np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
