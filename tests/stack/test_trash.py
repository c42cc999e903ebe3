"""The trash over HTTP: out of sight at once, back with the very same vector, and gone for good in the end."""

from collections.abc import Sequence

import pytest

from tests.stack.api.founder import Tenant
from tests.stack.api.person import Document, Person, good, ids, wait_until
from tests.stack.api.pictures import picture, reencoded
from tests.stack.api.stores import Stores

_OLD = "UPDATE images SET trashed_at = trashed_at - interval '31 days' WHERE image_id = %s RETURNING 1"
_LATE = "UPDATE review_batches SET expires_at = expires_at - interval '31 days' WHERE id = %s RETURNING 1"
_PURGE = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state)
    VALUES (%s, gen_random_uuid(), 'purge_trash', 'test', '{}', 'queued') RETURNING 1
"""
_KEPT = "SELECT model_version, length(vector) FROM trashed_vectors WHERE image_id = %s"


@pytest.fixture
def pair(tenant: Tenant) -> tuple[Document, Document]:
    """The same picture as PNG and as JPEG, found to be duplicates."""
    person, data = tenant.editor, picture(7)
    kept = good(person.add(data, tags=["kept"]))
    other = good(person.add(reencoded(data), "image/jpeg", tags=["other"]))
    person.detect()
    return kept, other


def resolved(person: Person, kept: Document) -> Document:
    """The batch that keeps this image of its group."""
    [group] = good(person.send("GET", "/api/duplicates/groups", params={"image_id": kept["image_id"]}))["groups"]
    wanted = {"group_ids": [group["group_id"]], "rule": {"keep": kept["image_id"]}}
    return good(person.send("POST", "/api/duplicates/resolutions", json=wanted))


def vectors(stores: Stores, tenant: Tenant) -> dict[str, Sequence[float]]:
    """The vector of every point of the tenant, exactly."""
    [(live,)] = stores.rows("SELECT collection FROM vector_spaces WHERE is_live")
    found = stores.qdrant.retrieve(live, [point.id for point in stores.points(tenant.tenant_id)], with_vectors=True)
    return {str((one.payload or {})["image_id"]): one.vector["clip_global"] for one in found}  # type: ignore[index,call-overload,misc]


def test_out_of_sight_at_once_and_back_with_the_very_same_vector(
    tenant: Tenant, stores: Stores, pair: tuple[Document, Document]
) -> None:
    person, (kept, other) = tenant.editor, pair
    before = vectors(stores, tenant)
    batch = resolved(person, kept)
    assert (batch["state"], batch["trashed"]) == ("applied", 1)
    assert person.listed() == [kept["image_id"]]
    assert person.listed(state="trashed") == [other["image_id"]]
    assert ids(person.search_file(reencoded(picture(7)), "image/jpeg")) == [kept["image_id"]]
    assert person.send("POST", "/api/search/similar", json={"image_id": other["image_id"]}).status_code == 422
    assert person.get(other["image_id"])["state"] == "trashed"
    assert person.get(kept["image_id"])["payload"]["tags"] == ["kept", "other"]
    wait_until(lambda: vectors(stores, tenant), lambda found: set(found) == {kept["image_id"]})
    assert other["payload"]["key"] in stores.keys(f"t/{tenant.tenant_id}/originals/")
    undone = good(person.send("POST", f"/api/duplicates/batches/{batch['batch_id']}/undo"))
    assert undone["state"] == "undone"
    assert person.get(other["image_id"])["state"] == "searchable"
    assert wait_until(lambda: vectors(stores, tenant), lambda found: len(found) == 2) == before
    assert person.get(kept["image_id"])["payload"]["tags"] == ["kept"]
    assert stores.rows(_KEPT, other["image_id"]) == []


def test_the_same_bytes_again_take_it_out(tenant: Tenant, stores: Stores, pair: tuple[Document, Document]) -> None:
    person, (kept, other) = tenant.editor, pair
    before = vectors(stores, tenant)
    resolved(person, kept)
    again = good(person.add(reencoded(picture(7)), "image/jpeg", tags=["again"]))
    assert (again["image_id"], again["is_new"]) == (other["image_id"], False)
    assert person.wait_searchable(other["image_id"])["payload"]["tags"] == ["other", "again"]
    assert wait_until(lambda: vectors(stores, tenant), lambda found: len(found) == 2) == before
    assert sorted(person.listed()) == sorted([kept["image_id"], other["image_id"]])


def test_what_has_lain_there_long_is_removed_for_good(
    tenant: Tenant, stores: Stores, pair: tuple[Document, Document]
) -> None:
    person, (kept, other) = tenant.editor, pair
    batch = resolved(person, kept)
    thumbs = f"t/{tenant.tenant_id}/thumbs/{other['payload']['sha256']}/"
    wait_until(lambda: stores.keys(thumbs), lambda keys: len(keys) == 2)
    wait_until(lambda: stores.rows(_KEPT, other["image_id"]), lambda rows: len(rows) == 1)
    stores.rows(_OLD, other["image_id"])
    stores.rows(_LATE, batch["batch_id"])
    stores.rows(_PURGE, tenant.tenant_id)
    wait_until(lambda: person.send("GET", f"/api/images/{other['image_id']}").status_code, lambda code: code == 404)
    assert stores.keys(thumbs) == []
    assert stores.keys(f"t/{tenant.tenant_id}/originals/") == [kept["payload"]["key"]]
    assert stores.rows(_KEPT, other["image_id"]) == []
    late = person.send("POST", f"/api/duplicates/batches/{batch['batch_id']}/undo")
    assert (late.status_code, late.json()["type"]) == (409, "/problems/batch-conflict")
    assert good(person.add(reencoded(picture(7)), "image/jpeg"))["is_new"]
