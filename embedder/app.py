"""Put the parts together: the model loads behind the open door, then requests are let in."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI

from embedder import health, problems, routes
from embedder.assembly import assemble, decoding_gates
from embedder.batching.questions import Priority
from embedder.batching.threads import class_threads
from embedder.bodies import BodyLimits, BodyReader
from embedder.cores import usable_cores
from embedder.errors import CannotStart
from embedder.health import Readiness
from embedder.metrics import Metrics
from embedder.ports import Model
from embedder.requests import RequestLog
from embedder.settings import EmbedderSettings

log = structlog.get_logger(__name__)

LoadModel = Callable[[EmbedderSettings], Model]
StartFailed = Callable[[CannotStart], None]


def create_app(settings: EmbedderSettings, load: LoadModel, on_failure: StartFailed | None = None) -> FastAPI:
    """The service as an ASGI app. `on_failure` is told once when a model cannot be loaded."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        threads = {priority: class_threads(priority, min(4, usable_cores()), "prepare") for priority in Priority}
        starting = asyncio.create_task(_start(app, load, on_failure, threads), name="start")
        try:
            yield
        finally:
            await _stop(app.state.readiness, starting)
            for pool in threads.values():
                pool.shutdown(wait=False, cancel_futures=True)

    app = FastAPI(
        title="Semblance embedder",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    metrics = Metrics()
    app.state.settings = settings
    app.state.metrics = metrics
    app.state.readiness = Readiness(metrics, len(settings.models))
    app.state.bodies = BodyReader(
        BodyLimits(
            max_bytes=settings.embed_max_body_bytes,
            max_inflight_bytes=settings.embed_max_inflight_bytes,
            timeout_s=settings.embed_body_timeout_s,
            max_items=settings.max_items,
        )
    )
    app.include_router(routes.router)
    app.include_router(health.router)
    problems.install(app, metrics)
    app.add_middleware(RequestLog, metrics=metrics)
    return app


async def _start(
    app: FastAPI,
    load: LoadModel,
    on_failure: StartFailed | None,
    threads: Mapping[Priority, ThreadPoolExecutor],
) -> None:
    """Load the models on a thread, so that the door stays open, and let requests in when all of them are warm."""
    settings: EmbedderSettings = app.state.settings
    gates = decoding_gates(settings)
    readiness: Readiness = app.state.readiness
    try:
        for one in settings.models:
            model = await _loaded(load, one, second=one is not settings)
            readiness.check_name(model.facts.name)
            readiness.now_warm(assemble(model, one, metrics=app.state.metrics, threads=threads, gates=gates))
    except CannotStart as failure:
        _give_up(failure, on_failure)
        return
    except Exception as error:
        log.exception("model_load_failed")
        _give_up(CannotStart(f"the model could not be loaded: {type(error).__name__}"), on_failure)


async def _loaded(load: LoadModel, settings: EmbedderSettings, *, second: bool) -> Model:
    # A thread that nobody waits for at the end: a download that hangs must not keep a stopping process.
    loading = ThreadPoolExecutor(1, thread_name_prefix="load")
    try:
        return await asyncio.get_running_loop().run_in_executor(loading, load, settings)
    except CannotStart as failure:
        if second:  # loading speaks of MODEL_NAME, which is another model's here
            raise CannotStart(f"the second model (SECOND_MODEL_NAME, SECOND_MODEL_PRETRAINED): {failure}") from failure
        raise
    finally:
        loading.shutdown(wait=False)


def _give_up(failure: CannotStart, on_failure: StartFailed | None) -> None:
    if on_failure is not None:
        on_failure(failure)


async def _stop(readiness: Readiness, starting: asyncio.Task[None]) -> None:
    """Answer what was accepted, then let go."""
    readiness.now_stopping()
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    await readiness.close(grace_s=1.0)
