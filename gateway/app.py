"""Puts the gateway together: routers, the handlers of errors, and the guards in their order."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI

from gateway import handlers, health
from gateway.accounts import routes as accounts_routes
from gateway.accounts.throttle import LoginThrottle
from gateway.anomalies.routers import ROUTERS as ANOMALIES
from gateway.auth.issue import TokenIssuer
from gateway.auth.keys import private_key, public_keys
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.auth.tokens import TokenVerifier
from gateway.clusters import routes as clusters_routes
from gateway.deps import GatewayCatalog
from gateway.duplicates.routers import ROUTERS as DUPLICATES
from gateway.feedback import routes as feedback_routes
from gateway.guards.admission import Admission
from gateway.guards.bodies import BodyGuard, BodyLimits
from gateway.guards.classes import AdmissionClass
from gateway.guards.cors import Cors
from gateway.guards.recorder import Recorder
from gateway.guards.shape import HeadGuard
from gateway.images import events as image_events
from gateway.images import routes as images_routes
from gateway.images import thumbnails as thumbnail_routes
from gateway.jobs import events as job_events
from gateway.jobs import routes as jobs_routes
from gateway.paging import Cursors
from gateway.quality import routes as quality_routes
from gateway.search import routes as search_routes
from gateway.settings import GatewaySettings
from gateway.streams.bounds import OpenStreams
from gateway.streams.poll import Poll
from gateway.web.folder import WebFolder
from gateway.web.headers import page_headers
from gateway.web.route import WebRoute

ROUTERS: Final[Sequence[APIRouter]] = (
    health.router,
    accounts_routes.public,
    accounts_routes.guarded,
    images_routes.guarded,
    image_events.guarded,
    thumbnail_routes.public,
    search_routes.guarded,
    clusters_routes.guarded,
    feedback_routes.guarded,
    jobs_routes.guarded,
    job_events.guarded,
    quality_routes.guarded,
    *DUPLICATES,
    *ANOMALIES,
)


def create_app(
    settings: GatewaySettings, catalog: GatewayCatalog, routers: Sequence[APIRouter] = ROUTERS, *, store_url: str = ""
) -> FastAPI:
    """The gateway over this catalog. `store_url` is where browsers reach the object store."""
    app = with_routes(routers)
    if settings.web_root is not None:  # the last one: it takes every path that no other route does
        headers = page_headers(str(settings.api_public_url), store_url)
        app.router.routes.append(WebRoute(WebFolder(settings.web_root), headers))
    app.state.settings = settings
    app.state.catalog = catalog
    app.state.readiness = health.Readiness(catalog)
    app.state.cursors = Cursors(settings.signing_secret.get_secret_value())
    app.state.thumbnail_urls = ThumbnailUrls(settings.signing_secret.get_secret_value(), str(settings.api_public_url))
    app.state.streams = OpenStreams(per_tenant=settings.streams_per_tenant, total=settings.streams_total)
    app.state.image_poll = Poll(lambda scope, ids: image_events.look(app.state.catalog.images, scope, ids))
    app.state.job_poll = Poll(lambda scope, ids: job_events.look(app.state.catalog.jobs, scope, ids))
    app.state.throttle = LoginThrottle()
    app.state.verifier = TokenVerifier(
        public_keys(settings.jwt_public_key), settings.jwt_issuer, settings.jwt_audience, settings.jwt_life_s
    )
    app.state.issuer = _issuer(settings)
    handlers.install(app)
    _guard(app, settings)
    return app


def with_routes(routers: Sequence[APIRouter] = ROUTERS) -> FastAPI:
    """The routes alone: what the OpenAPI document is made from."""
    app = FastAPI(
        title="Semblance",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    # Flat: a router that is included is matched anew, route by route, on every request, at some 0.1 ms.
    app.router.routes.extend(route for router in routers for route in router.routes)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: GatewaySettings = app.state.settings
    current_default_thread_limiter().total_tokens = settings.api_threads
    yield


def _issuer(settings: GatewaySettings) -> TokenIssuer | None:
    if settings.jwt_private_key is None:
        return None
    key = private_key(settings.jwt_private_key.get_secret_value())
    return TokenIssuer(key, settings.jwt_issuer, settings.jwt_audience, settings.jwt_life_s, settings.session_life_s)


def _guard(app: FastAPI, settings: GatewaySettings) -> None:
    """The last one added is the outermost."""
    slots = {name: int(getattr(settings, f"limit_{name.value}")) for name in AdmissionClass}
    limits = BodyLimits(settings.largest_upload, settings.upload_timeout_s, settings.body_timeout_s)
    app.add_middleware(Admission, slots=slots)
    app.add_middleware(BodyGuard, limits=limits)
    app.add_middleware(HeadGuard)
    app.add_middleware(Cors, origins=settings.cors_origins)
    readiness: health.Readiness = app.state.readiness
    https = settings.api_public_url.scheme == "https"
    app.add_middleware(Recorder, https=https, stopping=lambda: readiness.stopping)
