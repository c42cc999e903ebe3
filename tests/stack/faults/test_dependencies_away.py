"""One dependency refuses or falls silent: every route answers in time, and all works again by itself afterwards."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial

import httpx
import pytest
import redis

from tests.stack.faults.breaking import QUICK
from tests.stack.faults.client import Client, Picture, open_client
from tests.stack.faults.proxied import DEPENDENCIES, Proxied, proxied_gateway
from tests.stack.faults.proxy import Mood
from tests.stack.faults.rest import Rest, until
from tests.stack.plugin import RunningStack, User

# What each route answers while nothing is wrong; `again` is the same bytes for the second time.
HEALTHY = {
    "login": 200,
    "me": 200,
    "presign": 200,
    "ingest": 201,
    "add": 201,
    "again": 200,
    "list": 200,
    "get": 200,
    "by_id": 200,
    "by_text": 200,
    "by_file": 200,
    "thumbnail": 200,
}
# Where that differs while a dependency is away. 202: kept, and searchable by itself later.
AWAY = {
    "database": dict.fromkeys(HEALTHY.keys() - {"presign", "thumbnail"}, 503),
    "index": dict.fromkeys(("by_id", "by_text", "by_file"), 503) | {"ingest": 202, "add": 202},
    "store": dict.fromkeys(("ingest", "add", "thumbnail"), 503),
    "queue": {},
    "embedder": dict.fromkeys(("by_text", "by_file"), 503) | {"ingest": 202, "add": 202},
}


@dataclass(frozen=True, slots=True)
class World:
    """A client of the gateway behind proxies, and one image that it knows."""

    gateway: Proxied
    client: Client
    user: User
    tenant_id: str
    known: Picture
    image_id: str
    thumbnail: str

    def ask_every_route(self) -> tuple[dict[str, httpx.Response], list[Picture]]:
        """Ask all at once, so that the slowest bounds the time; the answers, and what `ingest` and `add` were given."""
        staged, added = Picture.new(), Picture.new()
        place = self.client.stage(staged)
        asked = self._questions(place, added)
        with ThreadPoolExecutor(len(asked)) as pool:
            answers = {name: pool.submit(ask) for name, ask in asked.items()}
        return {name: future.result() for name, future in answers.items()}, [staged, added]

    def _questions(self, place: Mapping[str, str], added: Picture) -> dict[str, Callable[[], httpx.Response]]:
        client = self.client
        return {
            "login": self._log_in_elsewhere,
            "me": partial(client.get, "/api/auth/me"),
            "presign": partial(client.presign, added),
            "ingest": partial(client.ingest, place),
            "add": partial(client.add, added),
            "again": partial(client.add, self.known),
            "list": partial(client.get, "/api/images"),
            "get": partial(client.get, f"/api/images/{self.image_id}"),
            "by_id": partial(client.search, image_id=self.image_id),
            "by_text": partial(client.search, text_query="a red circle"),
            "by_file": partial(client.search_file, added),
            "thumbnail": partial(client.get, self.thumbnail),
        }

    def _log_in_elsewhere(self) -> httpx.Response:
        other = open_client(self.gateway.url)
        with closing(other.http):
            return other.log_in(self.user)


@pytest.fixture(scope="module")
def world(faulty: RunningStack, rest: Rest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    log = tmp_path_factory.mktemp("proxied") / "gateway.log"
    with ExitStack() as closing_all:
        gateway = closing_all.enter_context(proxied_gateway({**faulty.environment(), **QUICK}, log))
        client = open_client(gateway.url)
        closing_all.callback(client.http.close)
        user = faulty.user("globex")
        assert client.log_in(user).status_code == 200
        known = Picture.new()
        tenant_id = client.tenant_id()
        image_id = rest.promise(tenant_id, known, client.add(known))
        rest.come()
        url = httpx.URL(client.get(f"/api/images/{image_id}").json()["preview_url"])
        yield World(gateway, client, user, tenant_id, known, image_id, url.raw_path.decode())


@pytest.mark.parametrize("mood", [Mood.REFUSING, Mood.SILENT])
@pytest.mark.parametrize("name", DEPENDENCIES)
def test_dependency_away(world: World, rest: Rest, name: str, mood: Mood) -> None:
    proxy = world.gateway.proxies[name]
    met = proxy.met
    with proxy.being(mood):
        answers, pictures = world.ask_every_route()
        assert {route: answer.status_code for route, answer in answers.items()} == HEALTHY | AWAY[name]
        # The answer of /readyz is kept for a second.
        until(lambda: world.gateway.not_ready() == {name}, f"/readyz named {name} and nothing else")
        assert httpx.get(f"{world.gateway.url}/healthz", timeout=15).status_code == 200
        assert mood is Mood.REFUSING or proxy.met > met, "the fault did not land"
    for answer in answers.values():
        if answer.status_code == 503:
            assert_unavailable(answer)
    promise(world, rest, answers, pictures)
    assert_all_is_well(world, rest)


OURS = ("gateway", "worker-interactive", "worker-batch", "scheduler")
# The request of ingest whose effect is applied and whose answer is lost.
LAST_WORDS = {
    "database": b"COMMIT",
    "index": b"/points",
    "store": b"/originals/",
    "queue": b"workers.jobs.run",
    "embedder": b"/embed/image",
}


@pytest.mark.parametrize("name", DEPENDENCIES)
def test_answer_lost_on_the_way_back(world: World, rest: Rest, name: str) -> None:
    """What was asked is done and nobody learns of it; asking again doubles nothing."""
    picture = Picture.new()
    place = world.client.stage(picture)
    proxy = world.gateway.proxies[name]
    met = proxy.met
    with proxy.losing_answers_to(LAST_WORDS[name]):
        assert world.client.ingest(place).status_code in (201, 202, 503)
        assert proxy.met > met, "the fault did not land"
    until(lambda: not world.gateway.not_ready(), "the gateway was ready again")
    rest.promise(world.tenant_id, picture, world.client.ingest(place))
    rest.check()


def test_flushed_queue_loses_nothing(faulty: RunningStack, client: Client, rest: Rest) -> None:
    tenant_id = client.tenant_id()
    with closing(redis.Redis.from_url(faulty.redis)) as queue:
        for _ in range(12):
            picture = Picture.new(side=400)
            rest.promise(tenant_id, picture, client.add(picture))
            queue.flushall()
    rest.check()


@pytest.mark.parametrize("service", ["postgres", "redis", "s3", "qdrant", "embedder"])
def test_killed_service_is_missed_only_while_it_is_away(
    world: World, faulty: RunningStack, rest: Rest, service: str
) -> None:
    """All go on with the new process: pools that hold dead connections heal, and nobody has to be started again."""
    before = {name: faulty.pid(name) for name in OURS}
    faulty.kill(service)
    assert_all_is_well(world, rest)
    assert {name: faulty.pid(name) for name in OURS} == before


def promise(world: World, rest: Rest, answers: Mapping[str, httpx.Response], pictures: list[Picture]) -> None:
    for route, picture in zip(("ingest", "add"), pictures, strict=True):
        if answers[route].is_success:
            rest.promise(world.tenant_id, picture, answers[route])


def assert_unavailable(answer: httpx.Response) -> None:
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1
    problem = answer.json()
    assert (problem["status"], problem["type"].endswith("unavailable")) == (503, True)


def assert_all_is_well(world: World, rest: Rest) -> None:
    """Nothing is restarted: the gateway is ready again, every route answers, every promise is kept."""
    until(lambda: not world.gateway.not_ready(), "the gateway was ready again")
    answers, pictures = world.ask_every_route()
    assert {route: answer.status_code for route, answer in answers.items()} == HEALTHY
    promise(world, rest, answers, pictures)
    rest.check()
