"""All pairs of hashes within six bits: time, memory, growth, recall, and the same work done by faiss and imagededup."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from tests.bench.figures import exponent, median, table
from tests.bench.peers.environment import PeerMissing, python_of
from tests.bench.plan import Plan
from tests.bench.planted_hashes import FURTHEST, planted_hashes
from tests.bench.telling import answer_of

_PEERS: Final = Path(__file__).parent / "peers"
_HEADS: Final = ("hashes", "pairs", "seconds", "CPU s", "MB", "of these before")
_PEER_HEADS: Final = ("program", "hashes", "pairs", "seconds", "of ours", "CPU s", "of ours")


def run(plan: Plan) -> None:
    """Print our join at each size and its exponent, its recall, and the peers' times over ours."""
    with tempfile.TemporaryDirectory() as folder:
        _growth(plan, Path(folder))
        _recall(plan, Path(folder))
        if plan.peer_sizes:
            print(table(_PEER_HEADS, list(_beside_peers(plan, Path(folder)))))


def _growth(plan: Plan, folder: Path) -> None:
    told = [_ours(folder, size, plan.hash_rounds) for size in plan.hash_sizes]
    rows: list[list[str | float]] = [
        [f"{size:,}", f"{one['pairs']:,}", *_medians(one), one["most"], one["before"]]
        for size, one in zip(plan.hash_sizes, told, strict=True)
    ]
    grown = [exponent(plan.hash_sizes, costs) for costs in zip(*map(_medians, told), strict=True)]
    print(table(_HEADS, [*rows, ["exponent", "", *grown, "", ""]]))
    print(f"compiling, once a process: {median(one['compiling'] for one in told):.1f} s")


def _recall(plan: Plan, folder: Path) -> None:
    told = _ours(folder, plan.recall_size, 1, "--recall")
    print(
        f"{plan.recall_size:,} hashes against comparing every two ({told['brute']:.0f} s): "
        f"recall {told['recall']:.6f}, precision {told['precision']:.6f} of {told['pairs']:,} pairs\n"
    )


def _beside_peers(plan: Plan, folder: Path) -> Iterator[list[str | float]]:
    for size in plan.peer_sizes:
        yield from _rows(size, folder, plan, _peer("faiss", _file(folder, size), plan.peer_rounds))
    for size, method in plan.imagededup_sizes:
        yield from _rows(size, folder, plan, _peer("imagededup", _file(folder, size), method))


def _rows(size: int, folder: Path, plan: Plan, told: dict[str, Any]) -> Iterator[list[str | float]]:
    ours = _ours(folder, size, plan.hash_rounds)
    for name, one in ({"ours": ours} | told).items():
        if "why" in one:
            yield [name, f"{size:,}", one["why"], "", "", "", ""]
        else:
            (seconds, cpu), (own_seconds, own_cpu) = _medians(one), _medians(ours)
            yield [name, f"{size:,}", f"{one['pairs']:,}", seconds, seconds / own_seconds, cpu, cpu / own_cpu]


def _medians(told: dict[str, Any]) -> tuple[float, float]:
    """Seconds and CPU seconds of the middle rounds."""
    seconds, cpu = zip(*told["runs"], strict=True)
    return median(seconds), median(cpu)


def _ours(folder: Path, size: int, rounds: int, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.hamming_child", _file(folder, size), FURTHEST, rounds, *more]
    return answer_of(command)


def _peer(peer: str, file: Path, given: object) -> dict[str, Any]:
    """What a peer's script printed, by the name of each way it has; or `why` not."""
    try:
        return answer_of([python_of(peer), _PEERS / f"{peer}_search.py", file, FURTHEST, given])
    except PeerMissing as error:
        return {peer: {"why": str(error)}}


def _file(folder: Path, size: int) -> Path:
    file = folder / f"{size}.npy"
    if not file.exists():
        np.save(file, planted_hashes(size))
    return file
