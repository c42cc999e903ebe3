"""Asks every dependency at once whether it is there."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Final

from prometheus_client import Gauge

from catalog.errors import CatalogError

_WAIT_S: Final = 2.0
UP: Final = Gauge("semblance_dependency_up", "1 when the dependency answered when it was last asked.", ["dependency"])


def probe_all(probes: Mapping[str, Callable[[], None]]) -> Mapping[str, Mapping[str, Any]]:
    """For each name: {"ok", "detail", "ms"}. What has not answered after two seconds is not there."""
    pool = ThreadPoolExecutor(max_workers=len(probes), thread_name_prefix="probe")
    try:
        asked = {name: pool.submit(_probe, probe) for name, probe in probes.items()}
        wait(asked.values(), timeout=_WAIT_S)
        found = {name: _answer(future) for name, future in asked.items()}
    finally:
        # A probe that hangs ends by its own connection's limit; nobody waits for it here.
        pool.shutdown(wait=False, cancel_futures=True)
    for name, answer in found.items():
        UP.labels(name).set(answer["ok"])
    return found


def _probe(probe: Callable[[], None]) -> Mapping[str, Any]:
    started = time.perf_counter()
    try:
        probe()
    except CatalogError as error:
        return _found(ok=False, detail=str(error), started=started)
    return _found(ok=True, detail="", started=started)


def _found(*, ok: bool, detail: str, started: float) -> Mapping[str, Any]:
    return {"ok": ok, "detail": detail, "ms": round((time.perf_counter() - started) * 1000, 1)}


def _answer(future: Future[Mapping[str, Any]]) -> Mapping[str, Any]:
    if not future.done():
        return {"ok": False, "detail": "no answer in time", "ms": _WAIT_S * 1000}
    return future.result()
