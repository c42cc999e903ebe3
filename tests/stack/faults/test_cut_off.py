"""A dependency that is silent is asked a few times and then left alone: what needs it is answered 503 at once."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from statistics import median

import httpx
import pytest

from tests.stack.faults.breaking import QUICK
from tests.stack.faults.client import Client, Picture, open_client
from tests.stack.faults.proxied import Proxied, proxied_gateway
from tests.stack.faults.proxy import Mood
from tests.stack.faults.rest import Rest, until
from tests.stack.plugin import RunningStack

FAILURES = 5
LATER = 40
# So long that it does not end while the test runs, so short that it ends while the test waits.
ENDLESS, BRIEF = "300", "0.5"
TIMEOUTS = {"EMBED_TIMEOUT_S": "3", "QDRANT_TIMEOUT_S": "3", "BREAKER_FAILURES": str(FAILURES)}
NEEDED = ["embedder", "index", "store"]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A gateway behind proxies, and for each dependency a question that needs it."""

    gateway: Proxied
    questions: dict[str, Callable[[], httpx.Response]]

    def ask(self, name: str, times: int) -> list[float]:
        """Ask all at once; every answer is the 503 of an absence. How many seconds each took."""

        def timed(_: int) -> float:
            began = time.perf_counter()
            answer = self.questions[name]()
            assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
            return time.perf_counter() - began

        with ThreadPoolExecutor(FAILURES) as pool:
            return list(pool.map(timed, range(times)))

    def answers(self, name: str) -> bool:
        """Whether the question is answered."""
        return self.questions[name]().status_code == 200

    def state(self, name: str) -> float:
        """What /metrics says of the breaker."""
        lines = httpx.get(f"{self.gateway.url}/metrics", timeout=15).text.splitlines()
        [line] = [line for line in lines if line.startswith(f'semblance_breaker_state{{dependency="{name}"}}')]
        return float(line.split()[-1])


@pytest.fixture(scope="module", params=[ENDLESS, BRIEF], ids=["long-pause", "short-pause"])
def pause(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def guarded(
    pause: str, faulty: RunningStack, rest: Rest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Guarded]:
    log = tmp_path_factory.mktemp("guarded") / "gateway.log"
    env = {**faulty.environment(), **QUICK, **TIMEOUTS, "BREAKER_PAUSE_S": pause}
    with ExitStack() as closing_all:
        gateway = closing_all.enter_context(proxied_gateway(env, log))
        client = open_client(gateway.url)
        closing_all.enter_context(closing(client.http))
        assert client.log_in(faulty.user()).status_code == 200
        yield Guarded(gateway, _questions(client, rest))


def _questions(client: Client, rest: Rest) -> dict[str, Callable[[], httpx.Response]]:
    known = Picture.new()
    image_id = rest.promise(client.tenant_id(), known, client.add(known))
    rest.come()
    thumbnail = httpx.URL(client.get(f"/api/images/{image_id}").json()["preview_url"]).raw_path.decode()
    return {
        "embedder": partial(client.search, text_query="a red circle"),
        "index": partial(client.search, image_id=image_id),
        "store": partial(client.get, thumbnail),
    }


@pytest.mark.parametrize("pause", [ENDLESS], indirect=True, scope="module")
@pytest.mark.parametrize("name", NEEDED)
def test_silent_dependency_is_left_alone(guarded: Guarded, name: str) -> None:
    """Nobody waits for it but the first few; and once it is back, /readyz finds out, whatever the pause."""
    proxy = guarded.gateway.proxies[name]
    with proxy.being(Mood.SILENT):
        first = guarded.ask(name, FAILURES)
        assert guarded.state(name) == 2
        heard = proxy.met
        assert heard, "the fault did not land"
        later = guarded.ask(name, LATER)
        # Not "nothing": what the first ones sent may be counted late.
        assert proxy.met - heard < LATER
        assert int(guarded.questions[name]().headers["retry-after"]) > 2 * FAILURES
    print(f"\n{name}: {median(first):.3f} s each while closed, {median(later) * 1000:.1f} ms each while open")
    until(lambda: not guarded.gateway.not_ready() and guarded.answers(name), f"{name} was found to be back")
    assert guarded.state(name) == 0


@pytest.mark.parametrize("pause", [BRIEF], indirect=True, scope="module")
@pytest.mark.parametrize("name", NEEDED)
def test_after_the_pause_a_caller_finds_it_back(guarded: Guarded, name: str) -> None:
    """Nobody asks /readyz here."""
    with guarded.gateway.proxies[name].being(Mood.SILENT):
        guarded.ask(name, FAILURES)
    until(lambda: guarded.answers(name), f"{name} was found to be back")
    assert guarded.state(name) == 0


@pytest.mark.parametrize("pause", [ENDLESS], indirect=True, scope="module")
def test_upload_does_not_wait_for_what_it_can_do_without(guarded: Guarded, rest: Rest, faulty: RunningStack) -> None:
    """With the breaker open an image is accepted without the embedder being asked, and finished by its job."""
    client = open_client(guarded.gateway.url)
    proxy = guarded.gateway.proxies["embedder"]
    with closing(client.http):
        client.log_in(faulty.user())
        with proxy.being(Mood.SILENT):
            guarded.ask("embedder", FAILURES)
            picture = Picture.new()
            began = time.perf_counter()
            answer = client.add(picture)
            print(f"\nan upload while the embedder is cut off: {(time.perf_counter() - began) * 1000:.0f} ms")
            assert answer.status_code == 202
            assert guarded.state("embedder") == 2
            rest.promise(client.tenant_id(), picture, answer)
    until(lambda: not guarded.gateway.not_ready(), "the gateway was ready again")
    rest.check()
