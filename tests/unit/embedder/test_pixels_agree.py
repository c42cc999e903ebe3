"""The embedder and the catalog make the same pixels of the same file, so a vector does not depend on who decoded."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms
from skimage import data as photographs

from catalog.embeddings.model import Preprocess, PreprocessMode
from catalog.images.decoding import decode
from catalog.images.limits import InspectionLimits
from catalog.images.model_pixels import model_pixels as catalog_pixels
from embedder.framing import Framing
from embedder.pixels import DecodeLimits, mean_colour, model_pixels
from embedder.ports import Pixels
from tests.unit.embedder.photographs import jpeg, psnr

CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
LIMITS = DecodeLimits(max_bytes=25_000_000, max_pixels=40_000_000, max_side=16_384)


def photograph() -> Image.Image:
    """A real photograph, lying."""
    return Image.fromarray(photographs.coffee()).crop((0, 0, 500, 311))


def deep() -> Image.Image:
    """A 16-bit grey ramp with noise."""
    noise = np.random.default_rng(3).integers(0, 65536, (120, 310)).astype(np.uint16)
    return Image.fromarray(noise)


def half_clear() -> Image.Image:
    """The photograph with transparency that grows from left to right."""
    picture = photograph().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").rotate(90).resize(picture.size))
    return picture


def turned() -> Image.Exif:
    """Metadata that asks for a quarter turn."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def a_profile() -> bytes:
    """An ICC profile of RGB pixels that is not sRGB by name."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace("sRGB built-in".encode("utf-16-be"), "Else built-in".encode("utf-16-be"))


CASES: list[tuple[str, Any, dict[str, Any]]] = [
    ("JPEG", photograph, {"quality": 90}),
    ("JPEG", lambda: photograph().convert("L"), {}),
    ("JPEG", lambda: photograph().convert("CMYK"), {}),
    ("JPEG", photograph, {"exif": turned()}),
    ("PNG", half_clear, {}),
    ("PNG", lambda: half_clear().convert("LA"), {}),
    ("PNG", lambda: photograph().quantize(64), {"transparency": 3}),
    ("PNG", lambda: photograph().convert("1"), {}),
    ("PNG", deep, {}),
    ("PNG", photograph, {"icc_profile": a_profile()}),
    ("TIFF", deep, {}),
    ("TIFF", photograph, {"exif": turned()}),
    ("WEBP", half_clear, {"lossless": True}),
    ("GIF", photograph, {}),
    ("BMP", photograph, {}),
    ("AVIF", photograph, {}),
    ("HEIF", photograph, {}),
]


def inspected(data: bytes, mode: PreprocessMode) -> Pixels:
    """What the catalog sends to the embedder."""
    found = decode(data, limits=InspectionLimits())
    sent = catalog_pixels(found.picture, found.profile, Preprocess(mode))
    return np.frombuffer(sent, np.uint8).reshape(224, 224, 3)


def embedded(data: bytes, mode: PreprocessMode) -> Pixels:
    """What the embedder makes of the file itself."""
    return model_pixels(data, Framing(224, mean_colour(CLIP_MEAN), mode.value), limits=LIMITS)


@pytest.mark.parametrize("mode", PreprocessMode)
@pytest.mark.parametrize(("kind", "make", "options"), CASES, ids=[f"{kind}-{n}" for n, (kind, *_) in enumerate(CASES)])
def test_both_give_the_same_pixels(kind: str, make: Any, options: dict[str, Any], mode: PreprocessMode) -> None:
    file = BytesIO()
    make().save(file, kind, **options)
    assert np.array_equal(inspected(file.getvalue(), mode), embedded(file.getvalue(), mode))


@pytest.mark.parametrize("mode", PreprocessMode)
@pytest.mark.parametrize(("size", "partly"), [((672, 671), False), ((1343, 1340), False), ((1347, 1345), True)])
def test_both_are_as_near_as_a_partial_decode_of_a_large_jpeg_comes(
    size: tuple[int, int], partly: bool, mode: PreprocessMode
) -> None:
    data = jpeg(photograph(), size, quality=90)
    theirs, ours = inspected(data, mode), embedded(data, mode)
    assert np.array_equal(theirs, ours) is not partly
    assert psnr(theirs, ours) > 50
