"""Sweeps the ledger every few seconds, until it is asked to stop. An absent database is outlived."""

import structlog

from catalog.errors import DatabaseUnavailable
from catalog.jobs.sweeper import Sweeper
from catalog.telemetry import configure_logging
from catalog.wiring import open_catalog
from workers.health import serve_health
from workers.settings import load_settings
from workers.stopping import LATEST_S, Stopping, leave_in_time

_log = structlog.get_logger(__name__)


def keep_sweeping(stopping: Stopping) -> None:
    """Sweep until it is asked to stop. Raises SettingsUnusable."""
    settings, catalog_settings = load_settings()
    configure_logging("scheduler", settings.log_level, secrets=catalog_settings.secrets())
    with (
        open_catalog(catalog_settings) as catalog,
        serve_health(settings.metrics_host, settings.metrics_port, catalog.health, lambda: stopping.asked),
    ):
        leave_in_time(stopping, LATEST_S, lambda: 0)
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
