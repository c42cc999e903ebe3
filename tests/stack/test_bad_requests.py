"""Bad bodies, fields and names over HTTP: a clear problem for each, and nothing left behind."""

import json
import re
from uuid import uuid4

import pytest
from ulid import ULID

from tests.stack.api.house import House
from tests.stack.api.person import Document, problem, slug
from tests.stack.api.pictures import picture

DEEP = "[" * 100_000 + "]" * 100_000
TEN_MB = "x" * 10_000_000
JSON_ROUTES = ("/api/auth/login", "/api/images/presign", "/api/images/ingest", "/api/search/similar")
BODIES: dict[str, tuple[str | bytes, int, str]] = {
    "not JSON": ("{", 400, "malformed-json"),
    "NaN": ('{"text_query":"a","score_threshold":NaN}', 400, "malformed-json"),
    "infinity": ('{"text_query":"a","score_threshold":1e999}', 400, "malformed-json"),
    "a name twice": ('{"text_query":"a","text_query":"b"}', 400, "malformed-json"),
    "half a character": ('{"text_query":"\\ud800"}', 400, "malformed-json"),
    "NUL": ('{"text_query":"a\\u0000b"}', 400, "malformed-json"),
    "not UTF-8": (b'{"text_query":"\xff"}', 400, "malformed-json"),
    "UTF-16": ('{"text_query":"a"}'.encode("utf-16"), 400, "malformed-json"),
    "an integer of 5000 digits": ('{"limit":' + "9" * 5000 + "}", 400, "malformed-json"),
    "deeper than 20": ("[" * 21 + "]" * 21, 400, "malformed-json"),
    "100,000 deep": (DEEP, 413, "too-large"),
    "a list": ("[]", 422, "validation-failed"),
    "null": ("null", 422, "validation-failed"),
    "an unknown field": ('{"magic":1}', 422, "validation-failed"),
    "10 MB of text": (json.dumps({"text_query": TEN_MB}), 413, "too-large"),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("route", JSON_ROUTES)
def test_a_body_out_of_shape_is_refused(house: House, route: str, name: str) -> None:
    body, status, kind = BODIES[name]
    with house.untouched():
        answer = house.tenant.admin.send("POST", route, content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, slug(answer)) == (status, kind)
        assert len(answer.content) < 4096, "a problem repeats nothing of what was sent"


@pytest.mark.parametrize(
    "said",
    [
        {"tags": ["a", ""]},
        {"tags": ["x" * 65]},
        {"tags": ["t"] * 101},
        {"tags": "one"},
        {"tags": ["bell\u0007"]},
        {"tags": [1]},
        {"dataset_id": "../up"},
        {"dataset_id": "x" * 65},
        {"category_id": ""},
        {"owner_user_id": "me"},
        {"owner_user_id": 7},
        {"owner_user_id": "{12345678-1234-1234-1234-123456789012}"},
        {"source": "magic"},
        {"filename": "x" * 256},
        {"tenant_id": str(uuid4())},
        {"image_id": str(ULID())},
        {"created_at": "2020-01-01T00:00:00Z"},
        {"quality_score": 1},
    ],
    ids=lambda said: str(said)[:50],
)
def test_what_cannot_be_said_of_an_image_is_refused_and_the_upload_waits(house: House, said: Document) -> None:
    upload = house.tenant.admin.stage(picture(313))
    with house.untouched():
        answer = house.tenant.admin.ingest(upload, **said)
        assert (answer.status_code, slug(answer)) == (422, "validation-failed")
        assert answer.json()["errors"][0]["loc"]
    house.stores.s3.delete([upload.key])


@pytest.mark.parametrize(
    "wanted",
    [
        {"size_bytes": 0},
        {"size_bytes": -1},
        {"size_bytes": 1.5},
        {"size_bytes": "10"},
        {"size_bytes": True},
        {"size_bytes": 2**63 - 1},
        {"content_type": "text/html"},
        {"content_type": "image/png; charset=x"},
        {"content_type": "image/png\r\nX-Evil: 1"},
        {"content_type": "IMAGE/PNG"},
        {"filename": ""},
        {"filename": "x" * 256},
        {"key": "t/mine"},
        {"bucket": "mine"},
    ],
    ids=str,
)
def test_an_upload_that_cannot_be_is_not_presigned(house: House, wanted: Document) -> None:
    asked = {"filename": "a.png", "content_type": "image/png", "size_bytes": 10, **wanted}
    with house.untouched():
        answer = house.tenant.editor.send("POST", "/api/images/presign", json=asked)
        assert (answer.status_code, slug(answer)) == (422, "validation-failed")


PART = b'--x\r\nContent-Disposition: form-data; name="'
FORM = "multipart/form-data; boundary=x"
FORMS: dict[str, tuple[bytes, str, int]] = {
    "no boundary": (b"--x\r\n", "multipart/form-data", 400),
    "no end": (PART + b'file"; filename="a"\r\n\r\nabc', FORM, 422),
    "no file": (PART + b'tags"\r\n\r\na\r\n--x--\r\n', FORM, 422),
    "a text for a file": (PART + b'file"\r\n\r\na\r\n--x--\r\n', FORM, 422),
    "a header of 70 KB": (b"--x\r\nA: " + b"b" * 70_000 + b"\r\n\r\n--x--", FORM, 400),
    "5000 parts": ((PART + b'tags"\r\n\r\na\r\n') * 5000 + b"--x--\r\n", FORM, 400),
    "JSON": (b"{}", "application/json", 415),
    "a form in a URL": (b"file=a", "application/x-www-form-urlencoded", 422),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_out_of_shape_is_refused(house: House, name: str) -> None:
    body, media, status = FORMS[name]
    with house.untouched():
        answer = house.tenant.editor.send("POST", "/api/images", content=body, headers={"Content-Type": media})
        assert problem(answer)["status"] == status


def test_an_unknown_id_and_another_tenants_are_the_same_to_see(house: House) -> None:
    header = {"X-Request-ID": "one-and-the-same"}

    def said(image_id: str) -> list[tuple[int, bytes]]:
        answers = (
            house.tenant.admin.send("GET", f"/api/images/{image_id}", headers=header),
            house.tenant.admin.send("POST", "/api/search/similar", json={"image_id": image_id}, headers=header),
        )
        return [(answer.status_code, answer.content) for answer in answers]

    with house.untouched():
        unknown = said(str(ULID()))
        assert [status for status, _ in unknown] == [404, 404]
        assert said(house.foreign["image_id"]) == unknown
        for nonsense in ("x", "%00", "..%2f..", "01ARZ3NDEKTSV4RRFFQ69G5FAV0", "' OR 1=1 --"):
            answer = house.tenant.admin.send("GET", f"/api/images/{nonsense}")
            assert problem(answer)["status"] in (400, 404, 422)


@pytest.mark.parametrize("path", ["/api", "/api/images/", "/api//images", "/api/docs", "/metrics/x", "/api/users"])
def test_what_is_no_route_is_said_to_be_none(house: House, path: str) -> None:
    answer = house.tenant.admin.send("GET", path)
    assert (answer.status_code, slug(answer)) == (404, "route-not-found")


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_the_framework_shows_nothing_of_its_own(house: House, path: str) -> None:
    """What is no path of the API is the web app's, where that is served."""
    answer = house.tenant.admin.send("GET", path)
    assert "/api/" not in answer.text
    assert "swagger" not in answer.text.lower()


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_what_a_route_does_not_do_is_said(house: House, method: str) -> None:
    answer = house.tenant.admin.send(method, "/api/images")
    assert (answer.status_code, slug(answer)) == (405, "method-not-allowed")


def test_problems_are_documented_by_their_type(house: House) -> None:
    answer = house.tenant.editor.send("GET", f"/api/images/{ULID()}")
    told = problem(answer)
    assert re.fullmatch(r"/problems/[a-z-]+", told["type"])
    assert told["instance"] == f"urn:semblance:request:{answer.headers['x-request-id']}"
