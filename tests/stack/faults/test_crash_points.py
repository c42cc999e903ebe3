"""kill -9 at every named step of ingest: no accepted image is lost, none is doubled, nothing is left behind."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
import pytest

from catalog.failpoints import FINISH, INGEST, THUMBNAILS
from tests.stack.faults.client import Client, Picture
from tests.stack.faults.rest import Rest
from tests.stack.faults.trap import SPRUNG, Trap
from tests.stack.plugin import RunningStack

STAGED_ONLY = ("ingest.after_read", "ingest.after_staging_delete")
CRASHES = [
    *(pytest.param("direct", point, id=f"direct-{point}") for point in INGEST if point not in STAGED_ONLY),
    *(pytest.param("presigned", point, id=f"presigned-{point}") for point in INGEST),
]


@pytest.fixture
def picture() -> Picture:
    return Picture.new()


@pytest.fixture
def trap(faulty: RunningStack, failpoints: Path) -> Callable[[str, str], Trap]:
    return partial(Trap, faulty, failpoints)


def upload(client: Client, door: str, picture: Picture) -> Callable[[], httpx.Response]:
    """The request that takes the picture in; calling it again sends the same request again."""
    if door == "direct":
        return partial(client.add, picture)
    return partial(client.ingest, client.stage(picture))


def send_to_its_death(request: Callable[[], httpx.Response]) -> None:
    with pytest.raises(httpx.TransportError):
        request()


@pytest.mark.parametrize(("door", "point"), CRASHES)
def test_gateway_dies_and_the_client_sends_it_again(
    client: Client, rest: Rest, trap: Callable[..., Trap], picture: Picture, door: str, point: str
) -> None:
    request = upload(client, door, picture)
    death = trap(point=point, service="gateway")
    send_to_its_death(request)
    death.wait_sprung()
    answer = request()
    rest.promise(client.tenant_id(), picture, answer)
    rest.check()


@pytest.mark.parametrize(("door", "point"), [c for c in CRASHES if c.values[1] == "ingest.after_original"])
def test_gateway_dies_and_the_client_gives_up(
    client: Client, rest: Rest, trap: Callable[..., Trap], picture: Picture, door: str, point: str
) -> None:
    """What no row names is an orphan: the sweep takes it away."""
    request = upload(client, door, picture)
    death = trap(point=point, service="gateway")
    send_to_its_death(request)
    death.wait_sprung()
    orphans = [key for key in rest.stores.objects() if key.endswith(picture.sha256) or "/staging/" in key]
    assert len(orphans) == (1 if door == "direct" else 2)
    rest.check()
    assert not rest.stores.rows("SELECT 1 FROM images WHERE sha256 = %s", picture.sha256)


@pytest.mark.parametrize("door", ["direct", "presigned"])
def test_gateway_dies_after_the_row_and_the_image_is_finished_without_the_client(
    client: Client, rest: Rest, trap: Callable[..., Trap], picture: Picture, door: str
) -> None:
    request = upload(client, door, picture)
    death = trap(point="ingest.after_row", service="gateway")
    send_to_its_death(request)
    death.wait_sprung()
    rest.check()
    [row] = rest.stores.rows("SELECT state FROM images WHERE sha256 = %s", picture.sha256)
    assert row["state"] == "searchable"


@pytest.mark.parametrize("point", FINISH)
def test_gateway_and_then_the_worker_that_finishes_its_work_die(
    client: Client, rest: Rest, trap: Callable[..., Trap], picture: Picture, point: str
) -> None:
    first = trap(point="ingest.after_row", service="gateway")
    second = trap(point=point, service="worker-interactive")
    send_to_its_death(partial(client.add, picture))
    second.wait_sprung()
    first.wait_sprung()
    rest.promise(client.tenant_id(), picture, client.add(picture))
    rest.check()


@pytest.mark.parametrize("point", THUMBNAILS)
def test_worker_dies_making_thumbnails(
    client: Client, rest: Rest, trap: Callable[..., Trap], picture: Picture, point: str
) -> None:
    death = trap(point=point, service="worker-batch")
    rest.promise(client.tenant_id(), picture, client.add(picture))
    death.wait_sprung()
    rest.check()


def test_every_failpoint_was_hit(request: pytest.FixtureRequest) -> None:
    asked_for = {item.callspec.params.get("point") for item in request.session.items if hasattr(item, "callspec")}
    if not asked_for >= {*INGEST, *FINISH, *THUMBNAILS}:
        pytest.skip("only some of the crash points were asked for")
    assert {*INGEST, *FINISH, *THUMBNAILS} <= SPRUNG
