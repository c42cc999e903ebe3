"""Threads of a class: those of the batch class step back wherever the interactive ones want the core."""

import contextlib
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from embedder.batching.questions import Priority

# A tenth of the weight that a thread has by default (Linux halves it every three steps): beside a busy batch thread an
# interactive one has its core nearly to itself, and yet the batch class is never stopped, so that it cannot starve.
BATCH_NICE: Final = 10


def class_threads(priority: Priority, count: int, name: str) -> ThreadPoolExecutor:
    """A pool of `count` threads for work of that class."""
    return ThreadPoolExecutor(
        count,
        thread_name_prefix=f"{name}-{priority}",
        initializer=_step_back if priority is Priority.BATCH else None,
    )


def _step_back() -> None:
    if sys.platform == "linux":  # where a thread has a priority of its own; elsewhere this would hit the whole process
        thread = threading.get_native_id()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + BATCH_NICE)
