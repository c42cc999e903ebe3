"""How the app is served, and how it stops: it says so, the door closes, and what is in flight is answered."""

import os
import sys
import threading
import time
from types import FrameType
from typing import Final

import structlog
import uvicorn
from fastapi import FastAPI

from gateway.health import Readiness
from gateway.settings import GatewaySettings
from gateway.streams.bounds import OpenStreams

_log = structlog.get_logger("gateway")
# An orchestrator kills 30 s after the signal. Draining and answering share the first of these, the rest is for closing.
SHARED_S: Final = 25.0
LATEST_S: Final = 28.0


class Server(uvicorn.Server):
    """Uvicorn that turns readiness off before it stops, and is gone within LATEST_S of the first signal."""

    def __init__(self, app: FastAPI, settings: GatewaySettings) -> None:
        super().__init__(server_config(app, settings))
        self._readiness: Readiness = app.state.readiness
        self._streams: OpenStreams = app.state.streams
        self._drain_s = settings.api_drain_s
        self._close_at: float | None = None
        self._told = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """On the first signal readiness goes off, and the door closes after the drain time; a second closes it now.

        Nothing is taken or waited for here: a signal handler may run in the middle of anything.
        """
        first = self._close_at is None
        self._close_at = time.monotonic() + (self._drain_s if first and self.started else 0)
        self._readiness.stopping = True
        if not self.started:
            self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        """Several times a second: once told to stop, end the streams, and close the door when its time has come."""
        if self._close_at is not None:
            if not self._told:
                self._told = True
                threading.Thread(target=_leave_at_last, name="leave", daemon=True).start()
                self._streams.close()
            self.should_exit |= time.monotonic() >= self._close_at
        return await super().on_tick(counter)


def server_config(app: FastAPI, settings: GatewaySettings) -> uvicorn.Config:
    """Uvicorn's settings, in production and in tests alike."""
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
        timeout_graceful_shutdown=int(SHARED_S - settings.api_drain_s),
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
    )


def _leave_at_last() -> None:
    """A request that waits in a thread can be cut off, its thread cannot: the process ends all the same."""
    time.sleep(LATEST_S)
    _log.warning("left with work in hand")
    sys.stdout.flush()
    os._exit(0)
