"""The list of images: every order walked page by page while images come in, filters, cursors that fit one list only."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from catalog.images.ports import SortKey
from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.person import Document, Person, good, slug
from tests.stack.api.pictures import picture

ORDERS = [sign + key for key in SortKey for sign in ("", "-")]
# Two of each size, so that the image id has to break ties.
SIZES = [(96, 72), (96, 72), (64, 128), (64, 96), (120, 72), (120, 96), (80, 80), (80, 80)]
_numbers = count(1000)


@pytest.fixture(scope="module")
def shelf(founder: Founder) -> Tenant:
    """A tenant with images of several sizes."""
    tenant = founder.found("shelf")
    for width, height in SIZES:
        good(tenant.editor.add(picture(next(_numbers), width, height), tags=["shelf"]))
    return tenant


def pages(person: Person, **query: Any) -> Iterator[list[Document]]:
    """Page after page until the last."""
    cursor: dict[str, Any] = {}
    while True:
        page = person.page(**query, **cursor)
        yield page["images"]
        if page["next_cursor"] is None:
            return
        cursor = {"cursor": page["next_cursor"]}


def place(image: Document, order: str) -> tuple[object, str]:
    """What the list is ordered by."""
    key = order.removeprefix("-")
    return image.get(key, image["payload"].get(key)), image["image_id"]


@pytest.mark.parametrize("order", ORDERS)
def test_a_walk_sees_each_image_once_and_in_order_while_others_come_in(shelf: Tenant, order: str) -> None:
    there = set(shelf.viewer.listed(limit=200))
    seen: list[Document] = []
    for number, page in enumerate(pages(shelf.viewer, sort=order, limit=3)):
        assert len(page) <= 3
        seen += page
        if number < 2:
            width, height = SIZES[number]
            good(shelf.editor.add(picture(next(_numbers), width, height), tags=["late"]))
    found = [image["image_id"] for image in seen]
    assert len(found) == len(set(found))
    assert there <= set(found)
    assert seen == sorted(seen, key=lambda image: place(image, order), reverse=order.startswith("-"))


def test_the_last_full_page_has_no_cursor(tenant: Tenant) -> None:
    for _ in range(4):
        good(tenant.editor.add(picture(next(_numbers))))
    assert [len(page) for page in pages(tenant.viewer, limit=2)] == [2, 2]
    assert tenant.viewer.page(limit=4)["next_cursor"] is None


def test_a_new_tenant_lists_nothing(tenant: Tenant) -> None:
    assert tenant.viewer.page() == {"images": [], "next_cursor": None}


def test_states_are_listed_apart(shelf: Tenant) -> None:
    assert set(shelf.viewer.listed(state="searchable", limit=200)) == set(shelf.viewer.listed(limit=200))
    assert shelf.viewer.listed(state="failed") == []


def test_a_cursor_is_good_for_its_own_list_only(shelf: Tenant, founder: Founder) -> None:
    query = {"sort": "-width", "limit": "2", "filter": '{"tags":{"any":["shelf"]}}'}
    cursor = good(shelf.viewer.send("GET", "/api/images", params=query))["next_cursor"]
    assert good(shelf.editor.send("GET", "/api/images", params={**query, "cursor": cursor}))
    other = founder.found("other")
    spoiled = ["x" + cursor[1:], cursor[:-2], cursor + "A", "", "0", cursor.upper(), cursor * 8]
    refused = [
        *(shelf.viewer.send("GET", "/api/images", params={**query, "cursor": one}) for one in spoiled),
        shelf.viewer.send("GET", "/api/images", params={**query, "cursor": cursor, "sort": "width"}),
        shelf.viewer.send("GET", "/api/images", params={**query, "cursor": cursor, "filter": '{"source":"api"}'}),
        shelf.viewer.send("GET", "/api/images", params={**query, "cursor": cursor, "state": "searchable"}),
        other.viewer.send("GET", "/api/images", params={**query, "cursor": cursor}),
    ]
    assert [(one.status_code, slug(one)) for one in refused] == [(400, "cursor-invalid")] * len(refused)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "1e2"},
        {"limit": "-1"},
        {"sort": "sha256"},
        {"sort": "--width"},
        {"sort": "width; DROP TABLE images"},
        {"state": "deleted"},
        {"unknown": "1"},
        {"filter": "{"},
        {"filter": "[]"},
        {"filter": '{"tenant_id":"x"}'},
    ],
    ids=str,
)
def test_a_list_that_cannot_be_is_refused(shelf: Tenant, query: dict[str, str]) -> None:
    refused = shelf.viewer.send("GET", "/api/images", params=query)
    assert refused.status_code == 422
    assert slug(refused) in ("validation-failed", "filter-invalid")
