"""POST /api/duplicates/check: three ways to ask, one answer, nothing else."""

from typing import Any

import pytest

from catalog.duplicates.model import Tier
from catalog.duplicates.views import Checked, Likeness
from catalog.errors import ImageRejected, RejectionReason
from gateway.duplicates.check_schemas import CheckedOut
from tests.unit.gateway.conftest import Asking
from tests.unit.gateway.duplicates.canned import SCOPE, a_catalog_of, images

URL = "/api/duplicates/check"
EXACT, LIKE = images(2)
FOUND = Checked(EXACT, (Likeness(LIKE, Tier.TURNED, 3, None),), flat=False)
NOTHING = Checked(None, (), flat=True, hash_only=True)


def test_a_file_is_held_against_what_is_here(ask: Asking) -> None:
    catalog = a_catalog_of(check=FOUND)
    answer = ask(catalog, "POST", URL, role="viewer", files={"file": ("a.png", b"bytes", "image/png")})
    assert answer.status_code == 200
    told = CheckedOut.model_validate_json(answer.content)
    assert told.exact is not None
    assert (told.exact.image_id, told.likenesses[0].image.image_id) == (EXACT.image_id, LIKE.image_id)
    assert (told.likenesses[0].tier, told.likenesses[0].hamming, told.likenesses[0].cosine) == (Tier.TURNED, 3, None)
    assert catalog.duplicates.last("check").positional == (SCOPE, b"bytes", "image/png")


@pytest.mark.parametrize(("name", "value"), [("sha256", "ab" * 32), ("phash", "0123456789abcdef")])
def test_a_hash_is_held_against_what_is_here(ask: Asking, name: str, value: str) -> None:
    catalog = a_catalog_of(**{f"check_{name}": NOTHING})
    answer = ask(catalog, "POST", URL, role="viewer", json={name: value})
    assert answer.json() == {"exact": None, "likenesses": [], "flat": True, "hash_only": True}
    assert catalog.duplicates.asked[-1].positional == (SCOPE, value)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"sha256": "ab" * 32, "phash": "0123456789abcdef"},
        {"sha256": "AB" * 32},
        {"sha256": "ab" * 31},
        {"phash": "0123456789abcdeg"},
        {"phash": 1},
        {"phash": "0123456789abcdef", "tenant_id": "x"},
        [],
    ],
    ids=str,
)
def test_anything_else_is_refused(ask: Asking, body: Any) -> None:
    catalog = a_catalog_of()
    answer = ask(catalog, "POST", URL, json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/validation-failed")
    assert catalog.duplicates.asked == []


@pytest.mark.parametrize(
    "sent",
    [
        {"files": {"other": ("a", b"x", "image/png")}},
        {"files": {"file": ("a", b"x", "image/png")}, "data": {"more": "1"}},
        {"files": [("file", ("a", b"x")), ("file", ("b", b"y"))]},
    ],
    ids=["no file", "a field beside it", "two files"],
)
def test_a_form_that_is_not_one_file_is_refused(ask: Asking, sent: dict[str, Any]) -> None:
    catalog = a_catalog_of()
    assert ask(catalog, "POST", URL, **sent).status_code in {400, 422}
    assert catalog.duplicates.asked == []


def test_other_media_are_refused(ask: Asking) -> None:
    answer = ask(a_catalog_of(), "POST", URL, content=b"x", headers={"Content-Type": "image/png"})
    assert answer.status_code == 415


def test_what_is_no_picture_is_refused_with_its_reason(ask: Asking) -> None:
    catalog = a_catalog_of(check=ImageRejected(RejectionReason.CORRUPT, "the data ends early"))
    answer = ask(catalog, "POST", URL, files={"file": ("a.png", b"bytes", "image/png")})
    assert (answer.status_code, answer.json()["reason"]) == (422, "corrupt")
