"""One exported tower, run from any number of threads."""

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from embedder.backends.quiet_openvino import openvino
from embedder.ports import Vectors
from embedder.settings import Precision

# Activations are quantised by groups of so many values of a row; measured in decision 0025.
_GROUP: Final = 128
# Shapes of texts whose kernels are kept, in nodes; the rest is made again when it is wanted.
_KEPT_KERNELS: Final = 512


@dataclass(frozen=True, slots=True)
class Cores:
    """How many batches a tower encodes side by side, and how many threads work on each."""

    streams: int
    threads_per_stream: int


class OpenVinoTower:
    """Batches in, unit vectors out. Up to `streams` calls of one niceness run side by side; more wait their turn.

    With several streams OpenVINO computes on threads of its own, not on the caller's. They inherit the niceness of the
    thread that compiles the network, so each niceness that callers have gets a compiled network of its own, made when
    such a thread first calls: a nice caller's batch gives way to others, and nobody waits behind it.

    With `quick_alone` an item that comes alone, while no other call is under way, has all the threads to itself.
    """

    def __init__(self, path: Path, cores: Cores, precision: Precision, *, quick_alone: bool = False) -> None:
        self._core = openvino.Core()
        self._network = self._core.read_model(path)
        self._precision = precision
        self._shared, self._whole = cores, Cores(1, cores.streams * cores.threads_per_stream)
        # Nobody waits for the nicer callers, so they need no quick network: each costs the weights once more.
        self._quick_niceness = _niceness() if quick_alone and cores.streams > 1 else None
        self._compiled: dict[tuple[int, Cores], Any] = {}
        self._compiling = threading.Lock()
        self._calls = 0
        self._counting = threading.Lock()
        self._of_thread = threading.local()  # a thread's requests go when the thread ends

    def __call__(self, batch: NDArray[Any]) -> Vectors:
        """The vectors (N, D) of a batch, float32, in memory of their own."""
        with self._under_way() as others:
            quick = len(batch) == 1 and not others and _niceness() == self._quick_niceness
            request = self._request(self._whole if quick else self._shared)
            # The input is copied into the request, and the answer out of it: shared, the next call would write into
            # both, even one of another request.
            (vectors,) = request.infer([batch], share_inputs=False, share_outputs=True).values()
            return np.array(vectors, np.float32)

    @contextlib.contextmanager
    def _under_way(self) -> Iterator[int]:
        """Counts the call, and says how many others were under way when it came."""
        with self._counting:
            others, self._calls = self._calls, self._calls + 1
        try:
            yield others
        finally:
            with self._counting:
                self._calls -= 1

    def _request(self, cores: Cores) -> Any:
        """This thread's request to the network compiled for these cores."""
        requests: dict[Cores, Any] = self._of_thread.__dict__.setdefault("requests", {})
        if cores not in requests:
            requests[cores] = self._network_for(cores).create_infer_request()
        return requests[cores]

    def _network_for(self, cores: Cores) -> Any:
        key = _niceness(), cores
        with self._compiling:
            if key not in self._compiled:
                self._compiled[key] = self._core.compile_model(self._network, "CPU", _options(cores, self._precision))
            return self._compiled[key]


def _options(cores: Cores, precision: Precision) -> dict[str, str]:
    return {
        # On processors with bf16 it would compute in that without being asked: vectors would depend on the host.
        "INFERENCE_PRECISION_HINT": "f32",
        "NUM_STREAMS": str(cores.streams),
        "INFERENCE_NUM_THREADS": str(cores.streams * cores.threads_per_stream),
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": str(_GROUP if precision == "int8" else 0),
        "CPU_RUNTIME_CACHE_CAPACITY": str(_KEPT_KERNELS),
        # Two networks would pin their threads to the same cores; the system knows better which are free.
        "ENABLE_CPU_PINNING": "NO",
        "ENABLE_HYPER_THREADING": "YES",
    }


def _niceness() -> int:
    """The calling thread's."""
    return os.getpriority(os.PRIO_PROCESS, 0)
