"""The gateway, asked to stop under load: what it accepted is kept, what is in flight answered, streams end at once."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.living import is_gone
from tests.stack.faults.client import Client, Picture, open_client
from tests.stack.faults.own_service import GRACE_S, OwnService, ready_service
from tests.stack.faults.rest import Rest, until
from tests.stack.plugin import RunningStack

_A_FIFTH_S = 0.2
# Long enough that no slow machine sees the end of either half while a test looks at what happens meanwhile.
_PATIENT = {"API_DRAIN_S": "12", "DATABASE_TIMEOUT_S": "60"}


@dataclass(slots=True)
class Load:
    """Five requests a second, uploads and searches in turn, until it is stopped; what became of each."""

    client: Client
    kept: list[tuple[Picture, httpx.Response]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    unanswered: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> None:
        """Ask on."""
        while not self.stopped.wait(_A_FIFTH_S):
            try:
                self._upload()
                self._note(self.client.search(text_query="a picture"))
            except httpx.TransportError:
                self.unanswered += 1

    def _upload(self) -> None:
        picture = Picture.new()
        answer = self.client.add(picture)
        self._note(answer)
        if answer.is_success:
            self.kept.append((picture, answer))

    def _note(self, answer: httpx.Response) -> None:
        self.statuses.append(answer.status_code)


@pytest.fixture
def load(faulty: RunningStack, client: Client) -> Iterator[Load]:
    """The load on the stack's gateway, running."""
    found = Load(client)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(found)
        yield found
        found.stopped.set()
        running.result()


def test_restarted_under_load_it_loses_nothing_that_it_accepted(faulty: RunningStack, load: Load, rest: Rest) -> None:
    until(lambda: len(load.kept) >= 5, "there was load")
    assert load.unanswered == 0
    before, tenant_id = faulty.pid("gateway"), load.client.tenant_id()
    asked_at = time.monotonic()
    os.kill(before, signal.SIGTERM)
    until(lambda: is_gone(before), "it was gone")
    took = time.monotonic() - asked_at
    assert took <= GRACE_S
    faulty.wait_back("gateway", before)
    sys.stdout.write(f"gateway under load: gone after {took:.2f} s, ready after {time.monotonic() - asked_at:.2f} s\n")
    kept = len(load.kept)
    until(lambda: len(load.kept) >= kept + 5, "the load went on")
    load.stopped.set()
    for picture, answer in list(load.kept):
        rest.promise(tenant_id, picture, answer)
    rest.check()
    assert set(load.statuses) <= {200, 201, 202, 503}
    sys.stdout.write(f"{len(load.kept)} uploads accepted, all searchable; {load.unanswered} requests not answered\n")


@contextmanager
def own_gateway(faulty: RunningStack, log: Path) -> Iterator[tuple[OwnService, Client]]:
    """A gateway of the test's own, and an editor at it."""
    with ready_service(faulty.environment(), log, "gateway", **_PATIENT) as service:
        client = open_client(service.url)
        client.http.timeout = httpx.Timeout(120)
        with closing(client.http):
            assert client.log_in(faulty.user()).status_code == 200
            yield service, client


@contextmanager
def row_held(faulty: RunningStack, image_id: str) -> Iterator[Callable[[], None]]:
    """Nobody else can change the image's row until it is let go."""
    with psycopg.connect(faulty.environment()["MIGRATION_DATABASE_URL"]) as holder:
        holder.execute("UPDATE images SET tags = tags WHERE image_id = %s", (image_id,))
        yield holder.rollback


def test_a_request_in_flight_is_answered_and_the_door_stays_open_while_it_drains(
    faulty: RunningStack, rest: Rest, tmp_path: Path
) -> None:
    picture = Picture.new()
    with own_gateway(faulty, tmp_path / "log") as (service, client), ThreadPoolExecutor(1) as pool:
        image_id = rest.promise(client.tenant_id(), picture, client.add(picture))
        rest.come()
        with row_held(faulty, image_id) as let_go:
            slow = pool.submit(client.add, picture, tags="again")
            until(lambda: waits_for_a_lock(rest), "the request waited for the row")
            service.ask_to_stop()
            until(lambda: service.readiness() == "stopping", "it said that it stops")
            assert client.get("/api/auth/me").status_code == 200, "requests are served while it drains"
            service.ask_to_stop()
            until(lambda: service.readiness() is None, "the door was closed")
            assert service.process.poll() is None
            assert not slow.done()
            let_go()
        assert slow.result().status_code == 200
        sys.stdout.write(f"gateway with a slow request: gone after {service.wait_gone():.2f} s\n")
    [row] = rest.stores.rows("SELECT tags FROM images WHERE image_id = %s", image_id)
    assert row["tags"] == ["again"]


def test_a_stream_is_told_when_to_come_back_and_ends_before_the_door_closes(
    faulty: RunningStack, rest: Rest, tmp_path: Path
) -> None:
    with own_gateway(faulty, tmp_path / "log") as (service, client):
        answer = client.add(picture := Picture.new())
        image_id = rest.promise(client.tenant_id(), picture, answer)
        rest.come()
        with unfinished(rest, image_id), client.http.stream("GET", f"/api/images/{image_id}/events") as stream:
            lines = stream.iter_lines()
            assert next(line for line in lines if line.startswith("data: ")).endswith('"failure":null}')
            service.ask_to_stop()
            told = [line for line in lines if line]
            ended = time.monotonic() - service.asked_at
            assert service.readiness() == "stopping", "the door is open still"
        assert [line.partition(":")[0] for line in told if line != ": "] == ["retry"]
        service.ask_to_stop()
        sys.stdout.write(f"stream: ended after {ended:.2f} s; gateway: gone after {service.wait_gone():.2f} s\n")


@contextmanager
def unfinished(rest: Rest, image_id: str) -> Iterator[None]:
    """The row says meanwhile that the image is not searchable yet."""
    change = "UPDATE images SET state = %s WHERE image_id = %s"
    rest.stores.execute(change, "uploaded", image_id)
    try:
        yield
    finally:
        rest.stores.execute(change, "searchable", image_id)


def waits_for_a_lock(rest: Rest) -> bool:
    """True while any connection waits for a row."""
    found: list[Any] = rest.stores.rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    return bool(found)


def test_while_it_drains_it_keeps_no_connection(faulty: RunningStack, tmp_path: Path) -> None:
    with own_gateway(faulty, tmp_path / "log") as (service, _):
        service.ask_to_stop()
        until(lambda: service.readiness() == "stopping", "it said that it stops")
        answer = httpx.get(f"{service.url}/readyz")
        assert (answer.status_code, json.loads(answer.text)) == (503, {"status": "stopping", "dependencies": {}})
        assert answer.headers["connection"] == "close"
        service.ask_to_stop()
        service.wait_gone()
