"""What a signal does to the server: readiness off at once, streams ended, the door closed when its time has come."""

import asyncio
import signal
import threading
from collections.abc import Iterator

import pytest

from gateway import server as served
from gateway.app import create_app
from gateway.server import LATEST_S, SHARED_S, Server
from gateway.settings import GatewaySettings
from gateway.streams.mailbox import Mailbox
from tests.token_bank.forge import TENANT
from tests.unit.gateway.fakes import a_catalog, some_settings

TERM = signal.SIGTERM


@pytest.fixture
def last_watches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who watches that the process ends; nobody ends the one that the tests are in."""
    found: list[str] = []
    monkeypatch.setattr(served, "_leave_at_last", lambda: found.append(threading.current_thread().name))
    return found


def a_server(drain_s: float = 20.0, *, started: bool = True) -> Server:
    settings = some_settings(api_drain_s=drain_s)
    server = Server(create_app(settings, a_catalog()), settings)
    server.started = started
    return server


def ticks(server: Server, count: int = 1) -> list[bool]:
    async def story() -> list[bool]:
        return [await server.on_tick(number) for number in range(count)]

    return asyncio.run(story())


@pytest.fixture
def open_stream() -> Iterator[tuple[Server, Mailbox]]:
    server = a_server()
    with server._streams.opened(TENANT) as mailbox:
        yield server, mailbox


def test_nothing_happens_without_a_signal(last_watches: list[str]) -> None:
    server = a_server(0)
    assert ticks(server, 3) == [False] * 3
    assert (server._readiness.stopping, last_watches) == (False, [])


def test_a_signal_turns_readiness_off_and_the_door_stays_open(last_watches: list[str]) -> None:
    server = a_server()
    server.handle_exit(TERM, None)
    assert server._readiness.stopping
    assert ticks(server, 3) == [False] * 3
    assert last_watches == ["leave"]


def test_a_second_signal_closes_the_door(last_watches: list[str]) -> None:
    server = a_server()
    server.handle_exit(TERM, None)
    assert ticks(server) == [False]
    server.handle_exit(TERM, None)
    assert ticks(server) == [True]


@pytest.mark.usefixtures("last_watches")
def test_without_a_drain_time_the_door_closes_at_once() -> None:
    server = a_server(0)
    server.handle_exit(TERM, None)
    assert ticks(server) == [True]


def test_a_signal_before_the_door_is_open_keeps_it_closed() -> None:
    server = a_server(started=False)
    server.handle_exit(TERM, None)
    assert server.should_exit


@pytest.mark.usefixtures("last_watches")
def test_streams_are_ended_before_the_drain_time_is_over(open_stream: tuple[Server, Mailbox]) -> None:
    server, mailbox = open_stream
    server.handle_exit(TERM, None)
    assert not mailbox.is_closed, "a signal handler wakes nobody"
    ticks(server)
    assert mailbox.is_closed


@pytest.mark.parametrize("drain_s", [0.0, 7.5, 20.0])
def test_draining_and_answering_share_their_time(drain_s: float) -> None:
    grace = a_server(drain_s).config.timeout_graceful_shutdown
    assert grace is not None
    assert 5 <= grace <= SHARED_S - drain_s
    assert SHARED_S < LATEST_S < 30


def test_no_setting_leaves_no_time_to_answer() -> None:
    longest = max(one.le for one in GatewaySettings.model_fields["api_drain_s"].metadata if hasattr(one, "le"))
    assert longest <= SHARED_S - 5
