"""`python -m workers.scheduler`: sweeps the ledger every few seconds. Any number of these may run."""

import signal
import sys
import threading

import structlog

from catalog.errors import DatabaseUnavailable
from catalog.jobs.sweeper import Sweeper
from catalog.telemetry import configure_logging
from catalog.wiring import open_catalog
from workers.health import serve_health
from workers.settings import SettingsUnusable, load_settings

_log = structlog.get_logger(__name__)


def keep_sweeping() -> None:
    """Sweep until SIGTERM or SIGINT. Raises SettingsUnusable."""
    settings, catalog_settings = load_settings()
    configure_logging("scheduler", settings.log_level, secrets=catalog_settings.secrets())
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with (
        open_catalog(catalog_settings) as catalog,
        serve_health(settings.metrics_host, settings.metrics_port, catalog.health),
    ):
        _log.info("scheduler started")
        while not stopping.wait(settings.sweep_s):
            _sweep_once(catalog.sweeper)
    _log.info("scheduler stopped")


def _sweep_once(sweeper: Sweeper) -> None:
    try:
        swept = sweeper.sweep()
    except DatabaseUnavailable as error:
        _log.warning("not swept", error=str(error))
        return
    if swept.expired or swept.rung or swept.scheduled:
        _log.info("swept", expired=swept.expired, rung=swept.rung, scheduled=swept.scheduled)


if __name__ == "__main__":
    try:
        keep_sweeping()
    except SettingsUnusable as unusable:
        sys.exit(f"scheduler: {unusable}")
