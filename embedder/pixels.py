"""Encoded picture → the model's pixels: limits first, then decoded, turned, RGB over white, framed. No torch."""

from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import pillow_heif
from PIL import Image, UnidentifiedImageError

from embedder.colour import as_rgb, foreign_profile
from embedder.errors import Reason, UnreadablePicture
from embedder.framing import Framing, Region, framed, upright
from embedder.pixel_gate import Gate
from embedder.ports import Pixels

pillow_heif.register_heif_opener()

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")

# Each scan of a progressive JPEG costs a pass over all pixels and 31 bytes of file: a real one has about ten.
MAX_JPEG_SCANS: Final = 100

# How many decoded pixels there have to be at least along one of the model's. libjpeg shrinks by averaging blocks, which
# shows when little shrinking is left to the bicubic filter: at 2, detailed photographs come to 45 dB, at 3 to 50.
DRAFT_MARGIN: Final = 3

_CUT_OFF: Final = ("truncat", "end of file", "end of data", "not enough data")
_JPEG_SCAN: Final = b"\xff\xda"


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What a picture may be at most; checked on the header, before any pixel is decoded."""

    max_bytes: int
    max_pixels: int
    max_side: int


def model_pixels(data: bytes, framing: Framing, *, limits: DecodeLimits, gate: Gate | None = None) -> Pixels:
    """Decode `data` and frame it: side × side × 3 uint8 RGB. A `gate` bounds what is decoded at one moment.

    A large JPEG is decoded at a fraction of its size, the others in full, which leaves the pixels of a photograph
    49 dB (PSNR) or better from those of a full decode.

    Raises UnreadablePicture with a reason of the closed list, whatever the bytes are.
    """
    _check_bytes(data, limits)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            _check_size(source := picture.size, limits)
            drawn = _drafted(picture, framing)
            with gate.hold(_held_pixels(picture, data, source)) if gate else nullcontext():
                return _decoded(picture, drawn, framing)
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


def _decoded(picture: Image.Image, drawn: Region, framing: Framing) -> Pixels:
    picture.load()
    profile = foreign_profile(picture)
    turned, drawn = upright(picture, drawn)
    rgb = as_rgb(turned, profile)
    return framed(rgb, framing, drawn=drawn, profile=None if picture.mode == "CMYK" else profile)


def _drafted(picture: Image.Image, framing: Framing) -> Region:
    """Have a JPEG decoded at a half, a quarter or an eighth where that is enough; where the picture will lie then.

    The scaled picture has its last row and column in part only, since libjpeg rounds its size up.
    """
    width, height = picture.size
    enough = framing.shrinking(picture.size) / DRAFT_MARGIN
    scale = next((scale for scale in (8, 4, 2) if scale <= enough), 1)
    if scale > 1 and (drafted := picture.draft(None, (max(1, width // scale), max(1, height // scale)))):
        return drafted[1]
    return 0, 0, width, height


def _held_pixels(picture: Image.Image, data: bytes, source: tuple[int, int]) -> int:
    """The pixels that decoding holds: those that come out, and, of a JPEG with several scans, all coefficients."""
    out = picture.width * picture.height
    if picture.format not in ("JPEG", "MPO"):
        return out
    of_its_thumbnail = bytes(picture.info.get("exif", b"")).count(_JPEG_SCAN)
    return out + (source[0] * source[1] if data.count(_JPEG_SCAN) - of_its_thumbnail > 1 else 0)


def _check_bytes(data: bytes, limits: DecodeLimits) -> None:
    if not data:
        raise UnreadablePicture(Reason.EMPTY, "there are no bytes")
    if len(data) > limits.max_bytes:
        raise UnreadablePicture(Reason.TOO_MANY_BYTES, f"a picture may have {limits.max_bytes} bytes at most")
    if data.startswith(b"\xff\xd8") and data.count(_JPEG_SCAN) > MAX_JPEG_SCANS:
        raise UnreadablePicture(Reason.TOO_MANY_SCANS, f"a JPEG may have {MAX_JPEG_SCANS} scans at most")


def _check_size(size: tuple[int, int], limits: DecodeLimits) -> None:
    width, height = size
    if max(width, height) > limits.max_side:
        raise UnreadablePicture(Reason.SIDE_TOO_LONG, f"a side may have {limits.max_side} pixels at most")
    if width * height > limits.max_pixels:
        raise UnreadablePicture(Reason.TOO_MANY_PIXELS, f"a picture may have {limits.max_pixels} pixels at most")
