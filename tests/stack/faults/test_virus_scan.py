"""With a scanner: infected pictures are refused by both ways in and leave nothing; with no answer nothing comes in."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.clamd import MARKER, NAME, FakeClamd
from tests.image_bank.forge import chunk, with_chunk
from tests.stack.faults.breaking import QUICK
from tests.stack.faults.client import Client, Picture, open_client
from tests.stack.faults.proxied import Proxied, proxied_gateway
from tests.stack.faults.proxy import Mood, Proxy
from tests.stack.faults.rest import Rest, until
from tests.stack.plugin import RunningStack

FAILURES = "2"
DOORS = ["direct", "presigned"]


@dataclass(frozen=True, slots=True)
class Scanned:
    """A gateway that has uploads scanned, and the way to its scanner."""

    gateway: Proxied
    client: Client
    clamd: Proxy
    log: Path

    def audit(self, sha256: str) -> list[dict[str, Any]]:
        """The gateway's lines about these bytes."""
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line.get("sha256") == sha256]


@pytest.fixture(scope="module")
def scanned(faulty: RunningStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanned]:
    log = tmp_path_factory.mktemp("scanned") / "gateway.log"
    with ExitStack() as closing_all:
        fake = closing_all.enter_context(closing(FakeClamd()))
        proxy = closing_all.enter_context(closing(Proxy(("127.0.0.1", fake.port))))
        where = {"CLAMD_URL": f"tcp://127.0.0.1:{proxy.port}", "CLAMD_TIMEOUT_S": "4", "BREAKER_FAILURES": FAILURES}
        gateway = closing_all.enter_context(proxied_gateway({**faulty.environment(), **QUICK, **where}, log))
        client = open_client(gateway.url)
        closing_all.enter_context(closing(client.http))
        assert client.log_in(faulty.user()).status_code == 200
        yield Scanned(gateway, client, proxy, log)


def infected() -> Picture:
    """A good picture with a comment that the scanner knows."""
    data = with_chunk(Picture.new().data, chunk(b"tEXt", b"Comment\0" + MARKER))
    return Picture(data, hashlib.sha256(data).hexdigest())


def upload(client: Client, door: str, picture: Picture) -> Callable[[], httpx.Response]:
    """The request that takes the picture in; calling it again sends the same request again."""
    return partial(client.add, picture) if door == "direct" else partial(client.ingest, client.stage(picture))


def staged(rest: Rest) -> list[str]:
    return [key for key in rest.stores.objects() if "/staging/" in key]


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


@pytest.mark.parametrize("door", DOORS)
def test_infected_picture_is_refused_and_leaves_nothing(scanned: Scanned, rest: Rest, door: str) -> None:
    picture = infected()
    before = set(staged(rest))
    answer = upload(scanned.client, door, picture)()
    assert problem(answer) == (422, "image-infected")
    assert NAME not in answer.text
    assert set(staged(rest)) == before
    assert not [key for key in rest.stores.objects() if picture.sha256 in key]
    assert not rest.stores.rows("SELECT 1 FROM images WHERE sha256 = %s", picture.sha256)
    [line] = scanned.audit(picture.sha256)
    assert (line["event"], line["malware"]) == ("infected upload refused", NAME)
    assert line["tenant_id"] == scanned.client.tenant_id()
    rest.check()


@pytest.mark.parametrize("door", DOORS)
def test_clean_picture_comes_in(scanned: Scanned, rest: Rest, door: str) -> None:
    picture = Picture.new()
    answer = upload(scanned.client, door, picture)()
    assert answer.status_code == 201
    rest.promise(scanned.client.tenant_id(), picture, answer)
    rest.check()


@pytest.mark.parametrize("mood", [Mood.REFUSING, Mood.SILENT])
@pytest.mark.parametrize("door", DOORS)
def test_nothing_comes_in_while_the_scanner_is_away(scanned: Scanned, rest: Rest, door: str, mood: Mood) -> None:
    picture = Picture.new()
    request = upload(scanned.client, door, picture)
    with scanned.clamd.being(mood):
        # More often than the breaker bears: its answer is the same.
        for _ in range(int(FAILURES) + 2):
            answer = request()
            assert problem(answer) == (503, "scanner-unavailable")
            assert int(answer.headers["retry-after"]) >= 1
        assert scanned.client.search_file(picture).status_code == 200
        until(lambda: scanned.gateway.not_ready() == {"scanner"}, "/readyz named the scanner and nothing else")
        assert not [key for key in rest.stores.objects() if picture.sha256 in key]
    until(lambda: not scanned.gateway.not_ready(), "the gateway was ready again")
    answer = request()
    assert answer.status_code == 201
    rest.promise(scanned.client.tenant_id(), picture, answer)
    rest.check()


def test_search_by_an_infected_picture_keeps_nothing(scanned: Scanned, rest: Rest) -> None:
    """It is not scanned: it is decoded where it can do no harm, and thrown away."""
    picture = infected()
    assert scanned.client.search_file(picture).status_code == 200
    assert not [key for key in rest.stores.objects() if picture.sha256 in key]
