"""Quality checks over HTTP: found at ingest, filtered by in lists and searches, counted, and made up for."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from catalog.images.quality_checks import QUALITY_RULES
from tests.stack.api.founder import Tenant
from tests.stack.api.person import Document, Person, good, ids, wait_until
from tests.stack.api.pictures import picture
from tests.stack.api.stores import Stores

_UNKNOWN = """
    UPDATE images SET quality_checks = NULL, quality_measures = NULL, row_version = row_version + 1
    WHERE image_id = %s RETURNING 1
"""
_CHECK = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state)
    VALUES (%s, gen_random_uuid(), 'check_quality', 'test', '{}', 'queued') RETURNING 1
"""
EMPTY = {"quality_checks": {"any": ["near_empty"]}}


def white(width: int, height: int) -> bytes:
    """A sheet of paper."""
    file = BytesIO()
    Image.new("RGB", (width, height), (250, 250, 250)).save(file, "PNG")
    return file.getvalue()


def listed(person: Person, document: Document) -> list[str]:
    return person.listed(filter=document, limit=200)


def found(person: Person, document: Document) -> set[str]:
    """By a search with the filter."""
    asked: dict[str, Any] = {"text_query": "a picture", "limit": 200, "exact": True, "filter": document}
    return set(ids(good(person.send("POST", "/api/search/similar", json=asked))))


def quality(person: Person, **query: str) -> Document:
    return good(person.send("GET", "/api/qa/quality", params=query))


@pytest.fixture
def shelf(tenant: Tenant) -> tuple[Document, Document]:
    """A strip of paper, and a drawn picture."""
    person = tenant.editor
    return (
        good(person.add(white(320, 80), dataset_id="paper")),
        good(person.add(picture(3), dataset_id="drawn")),
    )


def test_what_is_found_is_answered_filtered_by_and_counted(tenant: Tenant, shelf: tuple[Document, Document]) -> None:
    person, (paper, drawn) = tenant.viewer, shelf
    assert paper["payload"]["quality_checks"] == ["bright", "low_information", "odd_aspect", "near_empty"]
    assert "near_empty" not in drawn["payload"]["quality_checks"]
    measures = person.get(paper["image_id"])["quality_measures"]
    assert (measures["aspect_ratio"], measures["plain_share"], measures["focus"]) == (4.0, 1.0, None)
    assert (measures["shortest_side"], measures["longest_side"], measures["luma"]) == (80, 320, 0.9804)
    for document, expected in (
        (EMPTY, paper),
        ({"quality_checks": {"all": ["bright", "odd_aspect"]}}, paper),
        ({"quality_checks": {"none": ["near_empty"]}}, drawn),
        ({"not": EMPTY}, drawn),
    ):
        assert listed(person, document) == [expected["image_id"]]
        assert found(person, document) == {expected["image_id"]}
    whole, part = quality(person), quality(person, dataset_id="paper")
    assert (whole["dataset_id"], whole["images"], whole["not_looked_at"]) == (None, 2, 0)
    assert (part["dataset_id"], part["images"], part["passed"]) == ("paper", 1, 0)
    assert {one["check"]: one["failed"] for one in part["checks"] if one["failed"]} == dict.fromkeys(
        paper["payload"]["quality_checks"], 1
    )
    assert {one["check"]: (one["measure"], one["fails"], one["threshold"]) for one in whole["checks"]} == {
        check: (rule.measure, rule.side, rule.threshold) for check, rule in QUALITY_RULES.items()
    }


def test_a_dataset_that_is_not_there_is_not_found(tenant: Tenant) -> None:
    answer = tenant.viewer.send("GET", "/api/qa/quality", params={"dataset_id": "nowhere"})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/dataset-unknown")
    assert quality(tenant.viewer)["images"] == 0


def test_images_of_before_there_were_checks_are_made_up_for(
    tenant: Tenant, stores: Stores, shelf: tuple[Document, Document]
) -> None:
    person, (paper, drawn) = tenant.editor, shelf
    assert stores.rows(_UNKNOWN, paper["image_id"]) == [(1,)]
    assert quality(person)["not_looked_at"] == 1
    assert person.get(paper["image_id"])["quality_measures"] is None
    assert listed(person, {"quality_checks": {"none": ["near_empty"]}}) == [drawn["image_id"]]
    assert stores.rows(_CHECK, tenant.tenant_id) == [(1,)]
    wait_until(lambda: quality(person)["not_looked_at"], lambda left: left == 0)
    assert person.get(paper["image_id"])["payload"]["quality_checks"] == paper["payload"]["quality_checks"]
    wait_until(lambda: found(person, EMPTY), lambda some: some == {paper["image_id"]})
