"""Serves the gateway over a catalog of memory, and watches that nothing escapes from it."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
import uvicorn

from gateway.app import ROUTERS, create_app
from gateway.server import server_config
from tests.contract.gateway.serving import Served
from tests.unit.gateway.fakes import a_catalog, an_account, echo_routers, some_settings


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as found:
        yield found


@contextmanager
def serving(**changes: Any) -> Iterator[Served]:
    """A gateway with changed settings, behind uvicorn."""
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory(), wrapper_class=structlog.stdlib.BoundLogger)
    settings = some_settings(api_port=0, body_timeout_s=0.5, upload_timeout_s=0.5, **changes)
    app = create_app(settings, a_catalog(an_account()), [*ROUTERS, *echo_routers()])
    server = uvicorn.Server(server_config(app, settings))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield Served(server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join(timeout=30)
    assert not thread.is_alive()
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def no_exception_escapes(served: Served, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.ERROR)
    yield
    assert served.is_well()
    assert [record.getMessage() for record in caplog.records] == []
