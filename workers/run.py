"""Starts a worker and keeps it up: an absent queue is waited for, a signal lets the job in hand end."""

from typing import Final

import structlog
from redis import Redis
from redis.exceptions import RedisError

from catalog.jobs.model import QueueName
from catalog.telemetry import configure_logging
from catalog.wiring import open_catalog
from workers.health import serve_health
from workers.process import hold
from workers.settings import load_settings
from workers.stopping import Stopping, leave_in_time
from workers.worker import open_worker

_log = structlog.get_logger(__name__)
_PAUSE_S: Final = 1.0


def work(queue: QueueName, stopping: Stopping) -> None:
    """Do jobs until it is asked to stop. Raises SettingsUnusable."""
    settings, catalog_settings = load_settings()
    configure_logging(f"worker-{queue.value}", settings.log_level, secrets=catalog_settings.secrets())
    redis = Redis.from_url(catalog_settings.redis_url.get_secret_value(), socket_connect_timeout=2)
    with (
        open_catalog(catalog_settings) as catalog,
        serve_health(settings.metrics_host, settings.metrics_port, catalog.health, lambda: stopping.asked),
    ):
        hold(catalog.runner)
        leave_in_time(stopping, settings.worker_stop_s, catalog.runner.hand_back)
        _work_until_stopped(queue, redis, stopping)


def _work_until_stopped(queue: QueueName, redis: Redis, stopping: Stopping) -> None:
    _log.info("worker started")
    while not stopping.asked:
        try:
            open_worker(queue, redis, stopping).work(logging_level="WARNING")
        except RedisError as error:
            _log.warning("queue away", error=type(error).__name__)
        stopping.wait(_PAUSE_S)
    _log.info("worker stopped")
