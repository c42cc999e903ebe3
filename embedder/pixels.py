"""Encoded picture → the model's pixels: limits first, then oriented, RGB over white, fitted and padded. No torch."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

import numpy as np
import pillow_heif
from PIL import Image, UnidentifiedImageError

from embedder.colour import as_rgb, foreign_profile, in_srgb
from embedder.errors import Reason, UnreadablePicture
from embedder.ports import Pixels

pillow_heif.register_heif_opener()

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")

# Each scan of a progressive JPEG costs a pass over all pixels and 31 bytes of file: a real one has about ten.
MAX_JPEG_SCANS: Final = 100

_CUT_OFF: Final = ("truncat", "end of file", "end of data", "not enough data")
_ORIENTATION_TAG: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What a picture may be at most; checked on the header, before any pixel is decoded."""

    max_bytes: int
    max_pixels: int
    max_side: int


def model_pixels(data: bytes, *, limits: DecodeLimits, side: int, fill: tuple[int, int, int]) -> Pixels:
    """Decode `data` and fit it into side × side × 3 uint8 RGB, padded with `fill`.

    Raises UnreadablePicture with a reason of the closed list, whatever the bytes are.
    """
    _check_bytes(data, limits)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            _check_size(picture.size, limits)
            picture.load()
            profile = foreign_profile(picture)
            rgb = as_rgb(oriented(picture), profile)
            return fit(rgb, None if picture.mode == "CMYK" else profile, side=side, fill=fill)
    except UnreadablePicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnreadablePicture(Reason.TOO_MANY_PIXELS, "the picture has too many pixels") from None
    except UnidentifiedImageError:
        raise UnreadablePicture(Reason.NOT_AN_IMAGE, "the bytes are no picture of a known format") from None
    except Exception as error:  # a decoder fed with hostile bytes raises whatever it likes, SyntaxError included
        cut_off = any(sign in str(error).lower() for sign in _CUT_OFF)
        reason = Reason.TRUNCATED if cut_off else Reason.CORRUPT
        raise UnreadablePicture(reason, "the picture cannot be decoded") from error


def mean_colour(mean: tuple[float, float, float]) -> tuple[int, int, int]:
    """The padding colour of a model: its mean, rounded to uint8."""
    red, green, blue = (round(channel * 255) for channel in mean)
    return red, green, blue


def oriented(picture: Image.Image) -> Image.Image:
    """Turn and mirror the pixels as EXIF says; unreadable EXIF counts as upright."""
    try:
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # EXIF is hostile bytes too, and a broken block must not cost the picture
        turn = None
    return picture if turn is None else picture.transpose(turn)


def fit(rgb: Image.Image, profile: bytes | None, *, side: int, fill: tuple[int, int, int]) -> Pixels:
    """Scale the longer side to `side` (bicubic, antialiased), move to sRGB, then pad to a square, centred."""
    longer = max(rgb.size)
    width, height = (max(1, round(length * side / longer)) for length in rgb.size)
    canvas = Image.new("RGB", (side, side), fill)
    shrunk = in_srgb(rgb.resize((width, height), Image.Resampling.BICUBIC), profile)
    canvas.paste(shrunk, ((side - width) // 2, (side - height) // 2))
    return np.asarray(canvas)


def _check_bytes(data: bytes, limits: DecodeLimits) -> None:
    if not data:
        raise UnreadablePicture(Reason.EMPTY, "there are no bytes")
    if len(data) > limits.max_bytes:
        raise UnreadablePicture(Reason.TOO_MANY_BYTES, f"a picture may have {limits.max_bytes} bytes at most")
    if data.startswith(b"\xff\xd8") and data.count(b"\xff\xda") > MAX_JPEG_SCANS:
        raise UnreadablePicture(Reason.TOO_MANY_SCANS, f"a JPEG may have {MAX_JPEG_SCANS} scans at most")


def _check_size(size: tuple[int, int], limits: DecodeLimits) -> None:
    width, height = size
    if max(width, height) > limits.max_side:
        raise UnreadablePicture(Reason.SIDE_TOO_LONG, f"a side may have {limits.max_side} pixels at most")
    if width * height > limits.max_pixels:
        raise UnreadablePicture(Reason.TOO_MANY_PIXELS, f"a picture may have {limits.max_pixels} pixels at most")
