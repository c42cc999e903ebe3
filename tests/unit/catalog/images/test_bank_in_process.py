"""Every named odd picture gets its verdict, looked at directly."""

from hashlib import sha256

import pytest

from catalog.errors import ImageRejected
from catalog.images.formats import ImageFormat
from catalog.images.inspection import inspect
from tests.image_bank import CASES, BankCase

SAFE = [case for case in CASES if case.safe]
ACCEPTED = [case for case in SAFE if isinstance(case.verdict, ImageFormat)]


def test_bank_is_large_and_its_names_are_unique() -> None:
    names = {case.name for case in CASES}
    assert len(names) == len(CASES) >= 180


@pytest.mark.parametrize("case", [case for case in SAFE if case not in ACCEPTED], ids=str)
def test_refuses_with_the_reason(case: BankCase) -> None:
    with pytest.raises(ImageRejected) as refusal:
        inspect(case.make(), declared_type=case.declared_type)
    assert refusal.value.reason == case.verdict
    assert str(refusal.value)


@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_accepts_and_describes(case: BankCase) -> None:
    data = case.make()
    found = inspect(data, declared_type=case.declared_type)
    assert found.format is case.verdict
    assert found.content_type == f"image/{case.verdict}"
    assert found.sha256 == sha256(data).hexdigest()
    assert found.size_bytes == len(data)
    assert min(found.width, found.height) >= 16
    assert len(found.phash) == 16
    assert int(found.phash, 16) >= 0
    assert len(found.pixels) == 224 * 224 * 3
    assert 0.0 <= found.quality_score <= 1.0
    assert found.animated == (case.name.startswith("animated-") or case.name in MANY_FRAMES)


MANY_FRAMES = {
    "png-1500-frames",
    "gif-1500-frames",
    "webp-1500-frames",
    "tiff-500-pages",
}
