"""The judge of the crash tests sees each kind of broken promise, and nothing where all is well."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.stack.invariants import Acknowledged, Found, violations

TENANT, SHA = "0c5a3a52-8f9e-4d51-9a05-0d3c3a8f0001", "a" * 64
KEY = f"t/{TENANT}/originals/{SHA}"
SHARED = {"sha256": SHA, "key": KEY, "row_version": 2, "tags": [], "width": 4, "height": 3, "phash": "8" + "0" * 15}
ROW = {
    **SHARED,
    "tenant": TENANT,
    "image_id": "one",
    "state": "searchable",
    "failure": None,
    "flat": False,
    "size_bytes": 10,
    "has_thumbnails": True,
    "model_version": "v1",
}
VECTORS = {"clip_global": [1.0, 0.0], "phash": [1.0, *[0.0] * 63]}
POINT = {**SHARED, "tenant_id": TENANT, "image_id": "one", "point_id": "p", "model_version": "v1", "vectors": VECTORS}
JOB = {"id": 1, "kind": "k", "state": "succeeded", "lease_expired": None, "error": None}
PROMISE = Acknowledged(TENANT, SHA, "one")


def sound() -> Found:
    objects = {KEY: 10} | {f"t/{TENANT}/thumbs/{SHA}/{side}.webp": 5 for side in (256, 1024)}
    return Found([deepcopy(ROW)], [dict(JOB)], objects, [deepcopy(POINT)])


def test_all_is_well() -> None:
    assert violations(sound(), [PROMISE]) == []


def change(where: str, **facts: Any) -> Callable[[Found], None]:
    return lambda found: getattr(found, where)[0].update(facts)


BROKEN: dict[str, tuple[Callable[[Found], Any], str]] = {
    "row lost": (lambda found: found.rows.clear(), "has no row"),
    "never searchable": (change("rows", state="uploaded"), "never became searchable"),
    "another id": (change("rows", image_id="two"), "acknowledged image one is two"),
    "doubled": (lambda found: found.rows.append({**ROW, "image_id": "two"}), "two rows"),
    "no point": (lambda found: found.points.clear(), "has no point"),
    "two points": (lambda found: found.points.append({**POINT, "point_id": "q"}), "has 2 points"),
    "another tenant's point": (change("points", tenant_id="other"), "stands for no searchable image"),
    "late point": (change("points", row_version=1), "row_version"),
    "vector not finite": (lambda found: found.points[0]["vectors"].update(clip_global=[float("nan"), 0]), "finite"),
    "vector too long": (lambda found: found.points[0]["vectors"].update(clip_global=[1.01, 0]), "length one"),
    "another hash": (lambda found: found.points[0]["vectors"].update(phash=[0.0] * 64), "another pHash"),
    "hash of a flat picture": (change("rows", flat=True), "another pHash"),
    "bytes gone": (lambda found: found.objects.pop(KEY), "are gone"),
    "bytes cut": (lambda found: found.objects.update({KEY: 9}), "has 9 bytes"),
    "orphan": (lambda found: found.objects.update({KEY[:-1] + "b": 1}), "belongs to no row"),
    "staging": (lambda found: found.objects.update({f"t/{TENANT}/staging/x": 1}), "belongs to no row"),
    "no thumbnails": (change("rows", has_thumbnails=False), "has no thumbnail"),
    "thumbnail gone": (lambda found: found.objects.pop(f"t/{TENANT}/thumbs/{SHA}/256.webp"), "has no thumbnail"),
    "lease expired": (change("jobs", state="running", lease_expired=True), "expired lease"),
    "still to do": (change("jobs", state="retry"), "still retry"),
    "given up": (change("jobs", state="dead", error="why"), "dead: why"),
}


@pytest.mark.parametrize(("breaking", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_promise_is_seen(breaking: Callable[[Found], Any], words: str) -> None:
    found = sound()
    breaking(found)
    assert any(words in told for told in violations(found, [PROMISE]))
