"""Alive and ready are two questions: /healthz touches nothing, /readyz asks every dependency by name."""

import time
from collections.abc import Mapping
from typing import Any, Final

import anyio
import structlog
from anyio.to_thread import run_sync
from fastapi import Request, Response

from gateway.deps import GatewayCatalog
from gateway.metrics import exposition
from gateway.responses import FastJson
from gateway.routing import public_router

_log = structlog.get_logger("gateway.health")
LONGEST_PROBE_S: Final = 3.0  # the catalog gives each dependency 2 s, in parallel
_FRESH_S: Final = 1.0
_UNKNOWN: Final[Mapping[str, Mapping[str, Any]]] = {"catalog": {"ok": False, "detail": "no answer in time", "ms": None}}

router = public_router("", "health")


class Readiness:
    """Asks the catalog at most once a second, however many ask at once."""

    def __init__(self, catalog: GatewayCatalog, longest_probe_s: float = LONGEST_PROBE_S) -> None:
        self._catalog = catalog
        self._longest_probe_s = longest_probe_s
        self._lock = anyio.Lock()
        self._limiter = anyio.CapacityLimiter(2)
        self._found: Mapping[str, Mapping[str, Any]] = {}
        self._asked_at = -_FRESH_S
        self.stopping = False
        """True once the process was told to stop: new requests belong elsewhere. Set by a signal handler."""

    async def dependencies(self) -> Mapping[str, Mapping[str, Any]]:
        """Each dependency by name, as the catalog says, at most a second old."""
        async with self._lock:
            if time.monotonic() - self._asked_at >= _FRESH_S:
                self._found = await self._ask()
                self._asked_at = time.monotonic()
            return self._found

    async def _ask(self) -> Mapping[str, Mapping[str, Any]]:
        try:
            with anyio.fail_after(self._longest_probe_s):
                return await run_sync(self._catalog.health, abandon_on_cancel=True, limiter=self._limiter)
        except TimeoutError:
            return _UNKNOWN
        except Exception:
            _log.exception("health")
            return {"catalog": {"ok": False, "detail": "the question failed", "ms": None}}


@router.get("/healthz")
async def is_alive() -> Response:
    """Alive: the process answers. Touches no dependency."""
    return FastJson({"status": "ok"})


@router.get("/metrics", include_in_schema=False)
async def measured(request: Request) -> Response:
    """Prometheus text. The dependencies are asked first, so that what is said of them is of now."""
    readiness: Readiness = request.app.state.readiness
    await readiness.dependencies()
    return exposition()


@router.get("/readyz", responses={503: {"description": "A dependency does not answer (each is named), or it stops."}})
async def is_ready(request: Request) -> Response:
    """Ready: every dependency by name, 200 when all answer; 503 when one does not, or when the process is stopping."""
    readiness: Readiness = request.app.state.readiness
    if readiness.stopping:
        return FastJson({"status": "stopping", "dependencies": {}}, 503)
    found = await readiness.dependencies()
    ready = all(one["ok"] for one in found.values())
    return FastJson({"status": "ok" if ready else "unavailable", "dependencies": found}, 200 if ready else 503)
