"""Alive at once, ready after warm-up: two questions, two endpoints, and the counts."""

from enum import StrEnum
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from embedder.errors import NotReady, ShuttingDown
from embedder.metrics import Metrics
from embedder.service import EmbedService
from embedder.spaces import Spaces

router = APIRouter(tags=["health"])

ROLES: Final = ("model", "second_model")


class Phase(StrEnum):
    """Where the process is in its life."""

    LOADING = "loading"
    READY = "ready"
    STOPPING = "stopping"


class Readiness:
    """Holds the service of each model once it is warm, until the process is told to stop."""

    def __init__(self, metrics: Metrics, models: int = 1) -> None:
        self._metrics = metrics
        self._models = models
        self._spaces = Spaces()
        self._stopping = False
        metrics.watch(queue=lambda: self._spaces.held, ready=lambda: self.phase is Phase.READY)

    @property
    def phase(self) -> Phase:
        """What `/readyz` says: ready once all models are."""
        if self._stopping or not self._spaces.are_alive:
            return Phase.STOPPING
        return Phase.LOADING if len(self._spaces.services) < self._models else Phase.READY

    @property
    def phases(self) -> dict[str, Phase]:
        """The phase of each model."""
        warm = len(self._spaces.services)
        return {
            role: Phase.READY if self.phase is Phase.LOADING and number < warm else self.phase
            for number, role in enumerate(ROLES[: self._models])
        }

    def services(self) -> tuple[EmbedService, ...]:
        """The warm services, the main one first. Raises NotReady until all are, and ShuttingDown at the end."""
        if len(self._spaces.services) < self._models:
            raise NotReady("the model is still loading", retry_after_s=2)
        if not self._spaces.are_alive:
            raise ShuttingDown("the service is stopping")
        return self._spaces.services

    def service(self, name: str = "") -> EmbedService:
        """The service of the model of that name, or the main one; it answers while the process drains, too.

        Raises NotReady, UnknownModel, or ShuttingDown at the end.
        """
        self.services()
        return self._spaces.named(name)

    def check_name(self, name: str) -> None:
        """Raises CannotStart when the name is a loaded model's already."""
        self._spaces.check_name(name)

    def now_warm(self, service: EmbedService) -> None:
        """The next model is warm."""
        self._spaces.add(service)
        self._metrics.model_is(service.facts)

    def now_stopping(self) -> None:
        """Send new work elsewhere; what is here will be finished. Called from a signal handler: sets one flag."""
        self._stopping = True

    async def close(self, grace_s: float) -> None:
        """Answer every item that was accepted; what is left after `grace_s` is told that the service stops."""
        await self._spaces.close(grace_s)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 once all models are warm, 503 before and while stopping."""
    readiness: Readiness = request.app.state.readiness
    phase = readiness.phase
    headers = {} if phase is Phase.READY else {"Retry-After": "2"}
    body = {"status": phase, "dependencies": readiness.phases}
    return JSONResponse(body, 200 if phase is Phase.READY else 503, headers=headers)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Prometheus text format."""
    counts: Metrics = request.app.state.metrics
    return Response(counts.page(), media_type="text/plain; version=0.0.4; charset=utf-8")
