"""Small copies for the web: WebP, upright, sRGB, over white, and nothing of the original's metadata."""

from io import BytesIO
from typing import Final

from PIL import Image

from catalog.images.decoding import decode, rejecting
from catalog.images.limits import InspectionLimits
from catalog.images.pixels import in_srgb

THUMBNAIL_SIDES: Final = (256, 1024)
_QUALITY: Final = 80


def make_thumbnails(data: bytes, *, limits: InspectionLimits | None = None) -> dict[int, bytes]:
    """WebP bytes by longest side; a picture that is smaller keeps its size. Raises ImageRejected."""
    largest = max(THUMBNAIL_SIDES)
    decoded = decode(data, limits=limits or InspectionLimits(), enough_side=2 * largest)
    with rejecting():
        shown = in_srgb(_shrunk(decoded.picture, largest), decoded.profile)
        return {side: _webp(_shrunk(shown, side)) for side in THUMBNAIL_SIDES}


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    scale = max(1.0, max(picture.size) / side)
    width, height = (max(1, round(length / scale)) for length in picture.size)
    return picture if scale == 1.0 else picture.resize((width, height), Image.Resampling.LANCZOS)


def _webp(picture: Image.Image) -> bytes:
    """Fresh pixels in a fresh file: the picture's own info, EXIF and profile are not handed to the encoder."""
    out = BytesIO()
    Image.frombuffer("RGB", picture.size, picture.tobytes()).save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()
