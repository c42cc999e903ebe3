"""One image through the house: log in, presign, PUT, ingest, get, list, search; then what ingest promises."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from tests.stack.api.founder import Founder, Tenant
from tests.stack.api.person import good, ids, slug
from tests.stack.api.pictures import picture, reencoded
from tests.stack.api.stores import Stores
from tests.stack.plugin import RunningStack


def test_the_whole_way_of_one_image(stack: RunningStack, tenant: Tenant, stores: Stores) -> None:
    person, data = tenant.editor, picture(1)
    assert good(person.send("GET", "/api/auth/me"))["user_id"] == str(person.user_id)
    upload = person.presign(len(data), filename="first.png")
    assert upload.bucket == stack.environment()["S3_BUCKET"]
    assert upload.key.startswith(f"t/{tenant.tenant_id}/staging/")
    assert httpx.put(upload.url, content=data, headers=upload.headers, timeout=30).status_code == 200

    answer = person.ingest(upload, tags=["one", "two"], dataset_id="shelf", category_id="toys", filename="first.png")
    assert answer.status_code == 201
    image = answer.json()
    assert (image["state"], image["is_new"], image["failure"]) == ("searchable", True, None)
    assert (image["filename"], image["content_type"], image["size_bytes"]) == ("first.png", "image/png", len(data))
    payload = image["payload"]
    assert (payload["width"], payload["height"], payload["source"]) == (96, 72, "upload")
    assert (payload["tags"], payload["dataset_id"], payload["category_id"]) == (["one", "two"], "shelf", "toys")
    assert (payload["tenant_id"], payload["owner_user_id"]) == (str(tenant.tenant_id), str(person.user_id))
    assert payload["key"] == f"t/{tenant.tenant_id}/originals/{payload['sha256']}"
    assert payload["model_name"]
    assert 0 <= payload["quality_score"] <= 1

    fetched = person.get(image["image_id"])
    assert fetched["payload"] == payload
    assert person.listed() == [image["image_id"]]
    [hit] = person.search_file(data)["hits"]
    assert (hit["image_id"], hit["payload"]) == (image["image_id"], payload)
    assert hit["score"] == pytest.approx(1, abs=1e-4)

    held = stores.holdings(tenant.tenant_id)
    assert held.objects == {payload["key"]}, "staging is empty, the original is kept"
    assert held.images == ((image["image_id"], "searchable"),)
    [point] = stores.points(tenant.tenant_id)
    kept = point.payload or {}
    told = {name: value for name, value in payload.items() if value is not None}
    assert kept == {**told, "created_at": kept["created_at"], "flat": False, "quality_checked": True, "row_version": 2}


def test_the_same_bytes_again_are_the_first_image_with_both_tags(tenant: Tenant, stores: Stores) -> None:
    first = tenant.editor.take_in(picture(1), tags=["old"])
    answer = tenant.editor.ingest(tenant.editor.stage(picture(1)), tags=["new", "old"])
    assert answer.status_code == 200
    assert (answer.json()["image_id"], answer.json()["is_new"]) == (first["image_id"], False)
    assert answer.json()["payload"]["tags"] == ["old", "new"]
    assert tenant.editor.get(first["image_id"])["payload"]["tags"] == ["old", "new"]
    [point] = stores.points(tenant.tenant_id)
    assert (point.payload or {})["tags"] == ["old", "new"]
    assert ids(tenant.editor.search_file(picture(1), filter={"tags": {"all": ["new"]}})) == [first["image_id"]]
    assert stores.holdings(tenant.tenant_id).objects == {first["payload"]["key"]}


def test_twenty_at_once_with_the_same_bytes_make_one_image(tenant: Tenant, stores: Stores) -> None:
    person, data = tenant.editor, picture(2)
    uploads = [person.stage(data) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(lambda numbered: person.ingest(numbered[1], tags=[f"t{numbered[0]}"]), enumerate(uploads))
        )
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    [image_id] = {answer.json()["image_id"] for answer in answers}
    held = stores.holdings(tenant.tenant_id)
    assert len(held.objects) == 1
    assert held.images == ((image_id, "searchable"),)
    tags = person.get(image_id)["payload"]["tags"]
    assert sorted(tags) == sorted(f"t{number}" for number in range(20))
    [point] = stores.points(tenant.tenant_id)
    assert (point.payload or {})["tags"] == tags


def test_every_image_is_searchable_when_its_answer_arrives(tenant: Tenant) -> None:
    person = tenant.editor
    for number in range(12):
        answer = person.ingest(person.stage(picture(100 + number)))
        assert answer.status_code == 201
        image_id = answer.json()["image_id"]
        assert ids(person.search_file(picture(100 + number), limit=1)) == [image_id]
        assert image_id not in ids(person.search(image_id=image_id))


def test_a_direct_upload_is_taken_in_too(tenant: Tenant, stores: Stores) -> None:
    answer = tenant.editor.add(picture(3), tags=["a", "b"], dataset_id="direct")
    assert answer.status_code == 201
    payload = answer.json()["payload"]
    assert (payload["source"], payload["tags"], payload["dataset_id"]) == ("api", ["a", "b"], "direct")
    assert tenant.editor.add(picture(3)).status_code == 200
    assert stores.holdings(tenant.tenant_id).objects == {payload["key"]}


def test_only_an_admin_uploads_for_somebody_else(tenant: Tenant, stores: Stores) -> None:
    other = str(uuid4())
    before = stores.holdings(tenant.tenant_id)
    assert slug(tenant.editor.add(picture(4), owner_user_id=other)) == "not-allowed"
    assert stores.holdings(tenant.tenant_id) == before
    own = good(tenant.editor.add(picture(4), owner_user_id=str(tenant.editor.user_id)))
    assert own["payload"]["owner_user_id"] == str(tenant.editor.user_id)
    given = tenant.admin.take_in(picture(5), owner_user_id=other)
    assert given["payload"]["owner_user_id"] == other


def test_a_viewer_sees_and_does_not_change(tenant: Tenant, stores: Stores) -> None:
    image = tenant.editor.take_in(picture(6))
    staged = tenant.editor.stage(picture(7))
    before = stores.holdings(tenant.tenant_id)
    wanted = {"filename": "a.png", "content_type": "image/png", "size_bytes": 10}
    for refused in (
        tenant.viewer.send("POST", "/api/images/presign", json=wanted),
        tenant.viewer.ingest(staged),
        tenant.viewer.add(picture(7)),
    ):
        assert (refused.status_code, slug(refused)) == (403, "role-too-low")
    assert stores.holdings(tenant.tenant_id) == before
    assert tenant.viewer.get(image["image_id"])["payload"] == image["payload"]
    assert tenant.viewer.listed() == [image["image_id"]]
    assert ids(tenant.viewer.search(text_query="anything")) == [image["image_id"]]


def test_two_tenants_keep_the_same_bytes_apart(founder: Founder, stores: Stores) -> None:
    one, two = founder.found(), founder.found()
    first = one.editor.take_in(picture(8), tags=["one"])
    second = two.editor.take_in(picture(8), tags=["two"])
    assert second["is_new"]
    assert first["image_id"] != second["image_id"]
    assert one.editor.get(first["image_id"])["payload"]["tags"] == ["one"]
    assert ids(one.editor.search_file(reencoded(picture(8)), "image/jpeg")) == [first["image_id"]]
    assert len(stores.points(one.tenant_id)) == len(stores.points(two.tenant_id)) == 1


def test_what_came_without_the_embedder_becomes_searchable_by_itself(stack: RunningStack, tenant: Tenant) -> None:
    person = tenant.editor
    known = person.take_in(picture(9))
    upload = person.stage(picture(10))
    before = stack.pid("embedder")
    os.kill(before, signal.SIGKILL)
    answer = person.ingest(upload)
    assert answer.status_code == 202, answer.text
    image_id = answer.json()["image_id"]
    assert (answer.json()["state"], answer.json()["is_new"]) == ("uploaded", True)
    assert image_id in person.listed()
    assert image_id not in ids(person.search(image_id=known["image_id"]))
    unready = person.send("POST", "/api/search/similar", json={"image_id": image_id})
    assert (unready.status_code, slug(unready)) == (422, "query-invalid")
    stack.wait_back("embedder", before)
    image = person.wait_searchable(image_id)
    assert image["payload"]["model_version"] == known["payload"]["model_version"]
    assert image_id in ids(person.search(image_id=known["image_id"]))


def test_the_same_ingest_again_is_answered_with_the_same_image(tenant: Tenant, stores: Stores) -> None:
    upload = tenant.editor.stage(picture(11))
    first = good(tenant.editor.ingest(upload))
    held = stores.holdings(tenant.tenant_id)
    again = tenant.editor.ingest(upload)
    assert (again.status_code, again.json()) == (200, {**first, "is_new": False})
    assert stores.holdings(tenant.tenant_id) == held


def test_what_was_never_uploaded_is_missing(tenant: Tenant) -> None:
    missing = tenant.editor.ingest(tenant.editor.presign(100))
    assert (missing.status_code, slug(missing)) == (404, "upload-missing")
