"""Starts the gateway from the environment."""

import signal
import sys
from types import FrameType

from pydantic import ValidationError

from catalog.settings import CatalogSettings, one_line
from catalog.telemetry import configure_logging
from catalog.wiring import open_catalog
from gateway.app import create_app
from gateway.server import Server
from gateway.settings import GatewaySettings, SettingsUnusable, load_settings


def load_all() -> tuple[GatewaySettings, CatalogSettings]:
    """The gateway's settings and the catalog's. Raises SettingsUnusable."""
    try:
        return load_settings(), CatalogSettings.model_validate({})
    except ValidationError as error:
        raise SettingsUnusable(one_line(error)) from None


def serve() -> None:
    """Serve until a signal comes, then finish what is in flight. Raises SettingsUnusable."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    settings, catalog_settings = load_all()
    configure_logging("gateway", settings.log_level, secrets=[*settings.secrets(), *catalog_settings.secrets()])
    with open_catalog(catalog_settings) as catalog:
        store_url = catalog_settings.s3_public_endpoint or catalog_settings.s3_endpoint
        Server(create_app(settings, catalog, store_url=store_url), settings).run()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Before and after the server, which has a handler of its own: by exception, so that the catalog is closed."""
    sys.exit(0)
