"""What the figures were measured on: cores, load, versions."""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version

_PACKAGES = ("fastapi", "uvicorn", "qdrant-client", "qdrant-edge-py", "sqlalchemy", "psycopg", "orjson", "torch")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def facts() -> Iterator[str]:
    """Lines to print above the figures."""
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    yield f"{cores()} cores ({_cpu()}), load before the start {load} over 1, 5 and 15 minutes"
    yield f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in _PACKAGES)


def _cpu() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown CPU")
