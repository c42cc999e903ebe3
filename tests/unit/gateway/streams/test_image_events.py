"""GET /api/images/{image_id}/events over HTTP, up to the point where a client would have to wait."""

import asyncio
import re
from dataclasses import dataclass, field, fields
from typing import Any, cast
from uuid import uuid4

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from ulid import ULID

from catalog.images.model import Image, ImageState
from catalog.images.service import ImageService
from catalog.tenancy import job_scope
from gateway import metrics
from gateway.guards.admission import Admission
from gateway.guards.classes import AdmissionClass
from gateway.guards.recorder import Recorder
from gateway.streams.wire import HEADERS
from tests.fakes.database import MemoryDatabase
from tests.fakes.images import an_image
from tests.token_bank.forge import TENANT, Forge
from tests.unit.gateway.conftest import ClientMaker
from tests.unit.gateway.fakes import FakeCatalog, a_catalog

NOTHING = cast(Any, None)


@dataclass
class CatalogOfImages(FakeCatalog):
    """A catalog that has rows of images."""

    database: MemoryDatabase = field(default_factory=MemoryDatabase)

    @property
    def images(self) -> ImageService:
        """The service over the rows."""
        return ImageService(self.database, *[NOTHING] * (len(fields(ImageService)) - 1))

    def keep(self, tenant_id: Any = TENANT, **facts: Any) -> Image:
        """One more image."""
        image = an_image(job_scope(tenant_id), **facts)
        self.database.held.images[image.image_id] = image
        return image


@pytest.fixture
def catalog() -> CatalogOfImages:
    return CatalogOfImages(a_catalog().accounts)


@pytest.fixture
def bearer(forge: Forge) -> dict[str, str]:
    return {"Authorization": f"Bearer {forge.token()}", "X-Request-ID": "the-same-for-all"}


@pytest.mark.parametrize("state", [ImageState.SEARCHABLE, ImageState.FAILED, ImageState.TRASHED])
def test_of_a_final_state_is_that_event_and_the_end(
    make_client: ClientMaker, catalog: CatalogOfImages, bearer: dict[str, str], state: ImageState
) -> None:
    image = catalog.keep(state=state, row_version=3)
    answer = make_client(catalog).get(f"/api/images/{image.image_id}/events", headers=bearer)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream")
    assert answer.text == (
        f"retry: 2000\n\nid: 3-{state.value}\nevent: state\n"
        f'data: {{"image_id":"{image.image_id}","state":"{state.value}","failure":null}}\n\n'
    )


def test_of_a_final_state_that_was_seen_is_204(
    make_client: ClientMaker, catalog: CatalogOfImages, bearer: dict[str, str]
) -> None:
    image = catalog.keep(state=ImageState.SEARCHABLE, row_version=2)
    url = f"/api/images/{image.image_id}/events"
    client = make_client(catalog)
    assert client.get(url, headers={**bearer, "Last-Event-ID": "2-searchable"}).status_code == 204
    assert client.get(url, headers={**bearer, "Last-Event-ID": "1-uploaded"}).status_code == 200


def test_of_a_foreign_and_an_unknown_image_is_the_same_404_as_elsewhere(
    make_client: ClientMaker, catalog: CatalogOfImages, bearer: dict[str, str]
) -> None:
    client, foreign = make_client(catalog), catalog.keep(uuid4(), state=ImageState.SEARCHABLE)
    answers = [client.get(f"/api/images/{one}/events", headers=bearer) for one in (foreign.image_id, str(ULID()))]
    assert answers[0].status_code == 404
    assert len({(one.status_code, one.content, tuple(one.headers.items())) for one in answers}) == 1
    assert answers[0].json()["type"] == "/problems/image-not-found"


def test_of_too_many_is_429_with_a_time_to_come_back(
    make_client: ClientMaker, catalog: CatalogOfImages, bearer: dict[str, str]
) -> None:
    client = make_client(catalog, streams_per_tenant=1)
    image = catalog.keep(state=ImageState.SEARCHABLE)
    assert isinstance(client.app, FastAPI)
    with client.app.state.streams.opened(TENANT):
        answer = client.get(f"/api/images/{image.image_id}/events", headers=bearer)
        assert (answer.status_code, answer.json()["type"]) == (429, "/problems/too-many-streams")
        assert int(answer.headers["Retry-After"]) >= 5
    assert client.get(f"/api/images/{image.image_id}/events", headers=bearer).status_code == 200


def test_a_change_is_told_and_the_last_one_ends_it(
    make_client: ClientMaker, catalog: CatalogOfImages, forge: Forge
) -> None:
    image = catalog.keep()
    client = make_client(catalog)
    assert isinstance(client.app, FastAPI)
    poll = client.app.state.image_poll
    poll._every_s = 0.01
    seen: list[str] = []

    def look(scope: Any, ids: Any) -> Any:
        seen.append("looked")
        if len(seen) == 2:
            catalog.database.held.images[image.image_id] = image.now_searchable(model_name="m", model_version="1")
        return original(scope, ids)

    original, poll._look = poll._look, look
    answer = client.get(f"/api/images/{image.image_id}/events", headers={"Authorization": f"Bearer {forge.token()}"})
    assert re.findall(r"^id: (\S+)$", answer.text, re.M) == ["1-uploaded", "2-searchable"]


class Streaming:
    """An app that begins a stream and ends it when it is let."""

    def __init__(self) -> None:
        self.begun, self.let_go = asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        self.begun.set()
        await self.let_go.wait()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


SCOPE = {"type": "http", "method": "GET", "path": "/api/x", "headers": [], "query_string": b""}


async def silent() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


async def unheard(message: Message) -> None:
    """Nobody listens."""


def test_an_open_stream_holds_no_slot() -> None:
    async def story() -> None:
        app = Streaming()
        guard = Admission(app, slots=dict.fromkeys(AdmissionClass, 1), longest_wait_s=0.001)
        open_ones = []
        for _ in range(5):
            app.begun.clear()
            open_ones.append(asyncio.create_task(guard(dict(SCOPE), silent, unheard)))
            await app.begun.wait()
        app.let_go.set()
        await asyncio.gather(*open_ones)
        assert [slots._value for slots in guard._slots.values()] == [1] * len(AdmissionClass)

    asyncio.run(story())


def in_flight() -> float:
    return next(one.value for family in metrics.IN_FLIGHT.collect() for one in family.samples)


def recorded(route: str) -> float:
    samples = [one for family in metrics._SECONDS.collect() for one in family.samples]
    return sum(one.value for one in samples if one.name.endswith("_count") and one.labels["route"] == route)


def test_an_open_stream_is_recorded_when_it_begins_and_once() -> None:
    class Route:
        path = "/recorded"

    async def story() -> None:
        app, before = Streaming(), in_flight()
        scope = {**SCOPE, "route": Route(), "headers": [(b"host", b"x")]}
        stream = asyncio.create_task(Recorder(app, https=False)(scope, silent, unheard))
        await app.begun.wait()
        assert (recorded("/recorded"), in_flight()) == (1, before)
        app.let_go.set()
        await stream
        assert (recorded("/recorded"), in_flight()) == (1, before)

    asyncio.run(story())


def test_a_process_that_stops_keeps_no_connection(client: TestClient) -> None:
    assert isinstance(client.app, FastAPI)
    readiness = client.app.state.readiness
    assert "connection" not in client.get("/healthz").headers
    readiness.stopping = True
    try:
        answer = client.get("/readyz")
        assert client.get("/healthz").headers["connection"] == "close"
    finally:
        readiness.stopping = False
    assert (answer.status_code, answer.json()["status"]) == (503, "stopping")
