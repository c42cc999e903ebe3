"""Thumbnails show the picture and carry nothing else."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from catalog.errors import ImageRejected
from catalog.images.formats import ImageFormat
from catalog.images.thumbnails import THUMBNAIL_SIDES, make_thumbnails
from tests.image_bank import CASES, BankCase
from tests.image_bank.colours import with_alpha
from tests.image_bank.forge import encoded, painted
from tests.image_bank.metadata import MARKER

ACCEPTED = [case for case in CASES if case.safe and isinstance(case.verdict, ImageFormat)]


def opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data), formats=("WEBP",)) as stored:
        stored.load()
        return stored


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((2000, 1000), {256: (256, 128), 1024: (1024, 512)}),
        ((600, 900), {256: (171, 256), 1024: (600, 900)}),
        ((40, 30), {256: (40, 30), 1024: (40, 30)}),
        ((3000, 2400), {256: (256, 205), 1024: (1024, 819)}),
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_longer_side_shrinks_and_never_grows(
    kind: str, size: tuple[int, int], expected: dict[int, tuple[int, int]]
) -> None:
    made = make_thumbnails(encoded(painted(*size), kind))
    assert set(made) == set(THUMBNAIL_SIDES)
    assert {side: opened(data).size for side, data in made.items()} == expected


def test_is_upright_and_forgets_how_it_was_held() -> None:
    tags = Image.Exif()
    tags[0x0112] = 6
    data = encoded(painted(96, 72).transpose(Image.Transpose.ROTATE_90), "JPEG", exif=tags, quality=95)
    shown = opened(make_thumbnails(data)[1024])
    assert shown.size == (96, 72)
    difference = np.abs(np.asarray(shown).astype(int) - np.asarray(painted(96, 72)).astype(int))
    assert difference.mean() < 12


def test_is_opaque_over_white() -> None:
    shown = opened(make_thumbnails(encoded(with_alpha(), "PNG"))[256])
    assert shown.mode == "RGB"
    assert np.asarray(shown)[:, -2:].min() > 230 or np.asarray(shown)[:, :2].min() > 230


@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_carries_no_metadata_and_nothing_appended(case: BankCase) -> None:
    for data in make_thumbnails(case.make()).values():
        shown = opened(data)
        assert {key for key in shown.info if key in {"exif", "xmp", "icc_profile", "comment"}} == set()
        assert data[12:16] == b"VP8 "
        assert len(data) == 8 + int.from_bytes(data[4:8], "little")
        for payload in (MARKER, b"<script", b"EICAR", b"<?php", b"%PDF", b"PK\x03\x04", b"Exif"):
            assert payload not in data


def test_refuses_what_inspection_refuses() -> None:
    with pytest.raises(ImageRejected):
        make_thumbnails(b"text")
