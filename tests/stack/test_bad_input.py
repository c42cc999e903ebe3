"""Bad uploads over HTTP: each is answered by a clear problem, and leaves nothing in S3, PostgreSQL or Qdrant."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import uuid4

import httpx
import pytest
from ulid import ULID

from catalog.errors import RejectionReason
from tests.image_bank import CASES, BankCase
from tests.image_bank.forge import encoded, painted
from tests.stack.api.house import House
from tests.stack.api.person import Upload, problem, slug, wait_until
from tests.stack.api.pictures import picture

LARGEST = 25 * 1024 * 1024
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"

# Uploads that are not what they should be.

PICTURES: dict[str, tuple[Callable[[], bytes], str, RejectionReason]] = {
    "not a picture": (lambda: b"this is no picture, " * 50, "image/png", RejectionReason.NOT_AN_IMAGE),
    "truncated": (lambda: picture(310)[:-300], "image/png", RejectionReason.TRUNCATED),
    "another type than declared": (lambda: encoded(painted(), "JPEG"), "image/png", RejectionReason.FORMAT_MISMATCH),
    "a drawing in XML": (lambda: SVG, "image/svg+xml", RejectionReason.UNSUPPORTED_FORMAT),
    "noise": (lambda: Random(1).randbytes(5000), "image/jpeg", RejectionReason.NOT_AN_IMAGE),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_no_picture_is_refused_with_its_reason(house: House, name: str) -> None:
    make, declared, reason = PICTURES[name]
    with house.untouched():
        for answer in (
            house.tenant.editor.ingest(house.tenant.editor.stage(make(), declared)),
            house.tenant.editor.add(make(), declared),
            house.tenant.viewer.send("POST", "/api/search/similar", files={"file": ("a", make(), declared)}),
        ):
            assert (answer.status_code, slug(answer)) == (422, "image-rejected")
            assert answer.json()["reason"] == reason


def test_nothing_at_all_is_no_picture(house: House) -> None:
    with house.untouched():
        for answer in (
            house.tenant.editor.add(b""),
            house.tenant.viewer.send("POST", "/api/search/similar", files={"file": ("a", b"", "image/png")}),
        ):
            assert (answer.status_code, problem(answer).get("reason")) == (422, RejectionReason.EMPTY)


# Every bomb, and a sample of the rest of the bank, through the real way in.
SLOW = {"too-many-bytes"}  # 25 MB: it has a test of its own
BANK = [case for case in CASES if isinstance(case.verdict, RejectionReason) and case.name not in SLOW]
SAMPLE = [case for case in BANK if not case.safe] + Random(7).sample([case for case in BANK if case.safe], 30)


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_the_bank_is_refused_on_the_real_way_in(house: House, case: BankCase) -> None:
    data = case.make()
    with house.untouched():
        answer = house.tenant.editor.add(data, case.declared_type or "application/octet-stream")
        assert (answer.status_code, slug(answer)) == (422, "image-rejected")
        assert answer.json()["reason"] == case.verdict
    assert house.tenant.viewer.get(house.image["image_id"])["state"] == "searchable"


def test_too_many_bytes_are_refused_before_they_are_stored(house: House) -> None:
    with house.untouched():
        asked = {"filename": "a.png", "content_type": "image/png", "size_bytes": LARGEST + 1}
        presign = house.tenant.editor.send("POST", "/api/images/presign", json=asked)
        assert (presign.status_code, presign.json()["reason"]) == (422, RejectionReason.TOO_MANY_BYTES)
        direct = house.tenant.editor.add(picture(311) + bytes(LARGEST + 100_000))
        assert (direct.status_code, slug(direct)) == (413, "too-large")


# Uploads that are not where they should be.


def test_a_foreign_key_is_refused_and_stays_where_it_is(house: House) -> None:
    waiting = house.neighbour.editor.stage(picture(312))
    tenant_id, stranger = house.tenant.tenant_id, uuid4()
    keys = [
        waiting.key,
        house.foreign["payload"]["key"],
        house.image["payload"]["key"],
        f"t/{stranger}/staging/{ULID()}",
        f"t/{tenant_id}/staging/../../{house.neighbour.tenant_id}/staging/{waiting.key[-26:]}",
        f"t/{tenant_id}/staging/",
        f"t/{tenant_id}/staging/{ULID()}/",
        f"/{waiting.key}",
        "x",
        "../../etc/passwd",
        f"t/{tenant_id}/staging/%2e%2e%2f{ULID()}",
    ]
    with house.untouched():
        answers = [house.tenant.admin.ingest(Upload(waiting.bucket, key, "", {})) for key in keys]
        answers.append(house.tenant.admin.ingest(Upload("another-bucket", house.tenant.editor.presign(9).key, "", {})))
        assert {(answer.status_code, slug(answer)) for answer in answers} == {(403, "foreign-key")}
        assert len({problem(answer)["detail"] for answer in answers}) == 1
    assert house.neighbour.editor.ingest(waiting).status_code == 201


def test_what_was_put_after_the_end_of_its_url_never_arrives(house: House) -> None:
    key, data = house.tenant.editor.presign(5).key, b"12345"
    made = house.stores.s3.presign_put(key, content_type="image/png", size_bytes=5, expires_in=timedelta(seconds=1))

    def put() -> httpx.Response:
        return httpx.put(made.url, content=data, headers=made.headers, timeout=30)

    wait_until(put, lambda answer: answer.status_code in (400, 403))
    house.stores.s3.delete([key])
    with house.untouched():
        assert put().status_code in (400, 403)
        missing = house.tenant.editor.ingest(Upload(made.bucket, key, "", {}))
        assert (missing.status_code, slug(missing)) == (404, "upload-missing")
