"""One small sound file of each accepted format and its usual variants."""

from functools import cache, partial
from typing import Any, Final

from catalog.images.formats import ImageFormat
from tests.image_bank.case import BankCase
from tests.image_bank.forge import encoded, painted

PILLOW_NAMES: Final = {found: found.name for found in ImageFormat} | {ImageFormat.HEIC: "HEIF"}


@cache
def seed(found: ImageFormat, **options: Any) -> bytes:
    """A sound picture of 96 × 72 pixels."""
    return encoded(painted(), PILLOW_NAMES[found], **options)


def animation(found: ImageFormat, frames: int = 3) -> bytes:
    """A picture that moves; its first frame is painted with seed 0."""
    pictures = [painted(48, 40, number) for number in range(frames)]
    return encoded(pictures[0], PILLOW_NAMES[found], save_all=True, append_images=pictures[1:])


def _case(name: str, found: ImageFormat, **options: Any) -> BankCase:
    return BankCase(name, lambda: seed(found, **options), found)


CASES: Final = [
    *(_case(f"sound-{found}", found) for found in ImageFormat),
    *(BankCase(f"declared-{found}", partial(seed, found), found, found.content_type) for found in ImageFormat),
    _case("jpeg-progressive", ImageFormat.JPEG, progressive=True),
    _case("jpeg-420", ImageFormat.JPEG, subsampling=2),
    _case("jpeg-restart-markers", ImageFormat.JPEG, restart_marker_blocks=2),
    _case("webp-lossless", ImageFormat.WEBP, lossless=True),
    _case("tiff-lzw", ImageFormat.TIFF, compression="tiff_lzw"),
    _case("tiff-deflate", ImageFormat.TIFF, compression="tiff_adobe_deflate"),
    _case("tiff-packbits", ImageFormat.TIFF, compression="packbits"),
    _case("tiff-jpeg", ImageFormat.TIFF, compression="jpeg"),
    *(
        BankCase(f"animated-{found}", partial(animation, found), found)
        for found in (ImageFormat.GIF, ImageFormat.WEBP, ImageFormat.PNG, ImageFormat.TIFF, ImageFormat.AVIF)
    ),
]
