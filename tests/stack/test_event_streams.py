"""Watching an image over HTTP: what is told, how often, who may, and what many open streams cost the others."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from tests.stack.api.founder import Tenant
from tests.stack.api.person import Document, slug
from tests.stack.api.pictures import picture
from tests.stack.api.stores import Stores
from tests.stack.plugin import RunningStack

PER_TENANT = 32  # the setting's default


@pytest.fixture
def image(tenant: Tenant) -> Document:
    """A searchable image of the tenant."""
    return tenant.editor.take_in(picture(9_400))


def become(stores: Stores, image: Document, state: str, failure: str | None = None) -> None:
    """Write the state into the row, as an ingest or its job would."""
    change = "UPDATE images SET state = %s, failure = %s, row_version = row_version + 1 WHERE image_id = %s RETURNING 1"
    assert stores.rows(change, state, failure, image["image_id"])


@contextmanager
def watching(tenant: Tenant, image: Document, **headers: str) -> Iterator[tuple[httpx.Response, Iterator[str]]]:
    """The open answer and its lines."""
    url, sent = f"/api/images/{image['image_id']}/events", {**tenant.viewer.headers, **headers}
    with tenant.viewer.http.stream("GET", url, headers=sent) as answer:
        yield answer, answer.iter_lines()


def next_event(lines: Iterator[str]) -> tuple[str, str]:
    """The id and the data of the next event."""
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        found[name] = value
        if not line and "data" in found:
            assert found["event"] == "state"
            return found["id"], found["data"]
    pytest.fail("the stream ended without another event")


def test_what_is_finished_is_told_once_and_never_again(tenant: Tenant, image: Document) -> None:
    with watching(tenant, image) as (answer, lines):
        assert answer.headers["content-type"] == "text/event-stream"
        assert (answer.headers["cache-control"], answer.headers["x-accel-buffering"]) == ("no-store", "no")
        event_id, data = next_event(lines)
        assert data == f'{{"image_id":"{image["image_id"]}","state":"searchable","failure":null}}'
        assert list(lines) == []
    with watching(tenant, image, **{"Last-Event-ID": event_id}) as (answer, _):
        assert answer.status_code == 204


@pytest.mark.parametrize(("state", "failure"), [("searchable", None), ("failed", "corrupt")])
def test_a_change_is_told_and_the_final_one_is_the_end(
    tenant: Tenant, image: Document, stores: Stores, state: str, failure: str | None
) -> None:
    become(stores, image, "uploaded")
    with watching(tenant, image) as (_, lines):
        first, data = next_event(lines)
        assert '"state":"uploaded"' in data
        become(stores, image, state, failure)
        second, data = next_event(lines)
        assert f'"state":"{state}"' in data
        assert (f'"failure":"{failure}"' if failure else '"failure":null') in data
        assert list(lines) == []
    assert first != second


def test_whoever_comes_back_is_told_what_changed_meanwhile_only(
    tenant: Tenant, image: Document, stores: Stores
) -> None:
    become(stores, image, "uploaded")
    with watching(tenant, image) as (_, lines):
        seen, _ = next_event(lines)
    with watching(tenant, image, **{"Last-Event-ID": seen}) as (_, lines):
        become(stores, image, "searchable")
        _, data = next_event(lines)
        assert '"state":"searchable"' in data


def test_a_tenant_has_so_many_streams_and_others_are_served_meanwhile(
    stack: RunningStack, tenant: Tenant, image: Document, stores: Stores
) -> None:
    become(stores, image, "uploaded")
    with ExitStack() as opened:
        open_ones = [opened.enter_context(watching(tenant, image)) for _ in range(PER_TENANT)]
        assert [next_event(lines)[1] for _, lines in open_ones] == [next_event_data(image)] * PER_TENANT
        with watching(tenant, image) as (answer, _):
            answer.read()
            assert (answer.status_code, slug(answer)) == (429, "too-many-streams")
            assert int(answer.headers["retry-after"]) >= 5
        assert open_streams(stack) >= PER_TENANT
        assert tenant.viewer.listed() == [image["image_id"]]
        become(stores, image, "searchable")
        for _, lines in open_ones:
            assert '"state":"searchable"' in next_event(lines)[1]


def next_event_data(image: Document) -> str:
    """What is told of an image that waits."""
    return f'{{"image_id":"{image["image_id"]}","state":"uploaded","failure":null}}'


def open_streams(stack: RunningStack) -> float:
    """What the gateway counts."""
    text = httpx.get(f"{stack.gateway}/metrics", timeout=30).text
    found = re.search(r"^semblance_http_open_streams (\S+)$", text, re.M)
    assert found is not None
    return float(found[1])
