"""Starts the gateway from the environment."""

import signal
import sys
from contextlib import suppress
from types import FrameType

import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError

from catalog.settings import CatalogSettings, one_line
from catalog.telemetry import configure_logging
from catalog.wiring import open_catalog
from gateway.app import create_app
from gateway.settings import GatewaySettings, SettingsUnusable, load_settings

_GRACE_S = 25


def load_all() -> tuple[GatewaySettings, CatalogSettings]:
    """The gateway's settings and the catalog's. Raises SettingsUnusable."""
    try:
        return load_settings(), CatalogSettings.model_validate({})
    except ValidationError as error:
        raise SettingsUnusable(one_line(error)) from None


def serve() -> None:
    """Serve until a signal comes, then finish what is in flight. Raises SettingsUnusable."""
    settings, catalog_settings = load_all()
    configure_logging("gateway", settings.log_level, secrets=[*settings.secrets(), *catalog_settings.secrets()])
    signal.signal(signal.SIGTERM, _leave)
    with open_catalog(catalog_settings) as catalog, suppress(KeyboardInterrupt):
        uvicorn.Server(server_config(create_app(settings, catalog), settings)).run()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """uvicorn raises the signal again when it has finished; leaving by exception lets the catalog close."""
    sys.exit(0)


def server_config(app: FastAPI, settings: GatewaySettings) -> uvicorn.Config:
    """How the app is served, in production and in tests alike."""
    return uvicorn.Config(
        app,
        host=settings.api_host,
        port=settings.api_port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_keep_alive=65,
        timeout_graceful_shutdown=_GRACE_S,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
    )
