"""One exported tower, run from any number of threads."""

import os
import threading
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
    """

    def __init__(self, path: Path, cores: Cores, precision: Precision) -> None:
        self._core = openvino.Core()
        self._network = self._core.read_model(path)
        self._how = {
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
        self._compiled: dict[int, Any] = {}
        self._compiling = threading.Lock()
        self._of_thread = threading.local()  # a thread's request goes when the thread ends

    def __call__(self, batch: NDArray[Any]) -> Vectors:
        """The vectors (N, D) of a batch, float32, in memory of their own."""
        request = getattr(self._of_thread, "request", None)
        if request is None:
            request = self._of_thread.request = self._network_of_this_niceness().create_infer_request()
        # The input is copied into the request, and the answer out of it: shared, the next call would write into both,
        # even one of another request.
        (vectors,) = request.infer([batch], share_inputs=False, share_outputs=True).values()
        return np.array(vectors, np.float32)

    def _network_of_this_niceness(self) -> Any:
        niceness = os.getpriority(os.PRIO_PROCESS, 0)
        with self._compiling:
            if niceness not in self._compiled:
                self._compiled[niceness] = self._core.compile_model(self._network, "CPU", self._how)
            return self._compiled[niceness]
