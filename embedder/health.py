"""Alive at once, ready after warm-up: two questions, two endpoints, and the counts."""

from enum import StrEnum

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from embedder.errors import NotReady, ShuttingDown
from embedder.metrics import Metrics
from embedder.service import EmbedService

router = APIRouter(tags=["health"])


class Phase(StrEnum):
    """Where the process is in its life."""

    LOADING = "loading"
    READY = "ready"
    STOPPING = "stopping"


class Readiness:
    """Holds the service once the model is warm, until the process is told to stop."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._service: EmbedService | None = None
        self._stopping = False

    @property
    def phase(self) -> Phase:
        """What `/readyz` says."""
        if self._stopping or (self._service is not None and not self._service.batcher.is_alive):
            return Phase.STOPPING
        return Phase.LOADING if self._service is None else Phase.READY

    def service(self) -> EmbedService:
        """The warm service. It answers while the process drains, too. Raises NotReady, or ShuttingDown at the end."""
        if self._service is None:
            raise NotReady("the model is still loading", retry_after_s=2)
        if not self._service.batcher.is_alive:
            raise ShuttingDown("the service is stopping")
        return self._service

    def now_ready(self, service: EmbedService) -> None:
        """The model is warm."""
        self._service = service
        self._metrics.model_is(service.facts)
        self._metrics.watch(queue=lambda: service.batcher.held, ready=lambda: self.phase is Phase.READY)

    def now_stopping(self) -> None:
        """Send new work elsewhere; what is here will be finished. Called from a signal handler: sets one flag."""
        self._stopping = True

    async def close(self, grace_s: float) -> None:
        """Answer every item that was accepted; what is left after `grace_s` is told that the service stops."""
        if self._service is not None:
            await self._service.close(grace_s)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 once the model is warm, 503 before and while stopping."""
    readiness: Readiness = request.app.state.readiness
    phase = readiness.phase
    headers = {} if phase is Phase.READY else {"Retry-After": "2"}
    body = {"status": phase, "dependencies": {"model": phase}}
    return JSONResponse(body, 200 if phase is Phase.READY else 503, headers=headers)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Prometheus text format."""
    counts: Metrics = request.app.state.metrics
    return Response(counts.page(), media_type="text/plain; version=0.0.4; charset=utf-8")
