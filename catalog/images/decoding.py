"""From untrusted bytes to an upright picture, once. Every way in which a decoder can fail becomes an ImageRejected."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import AvifImagePlugin, Image, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin
from pillow_heif import HeifImageFile

from catalog.errors import ImageRejected, RejectionReason
from catalog.images.formats import ImageFormat, check_declared, sniff
from catalog.images.limits import InspectionLimits
from catalog.images.pixels import flatten, matching_profile, upright
from catalog.images.structure import check_structure

# All that Pillow and the libraries under it were seen to raise on 30,000 damaged files, and their near relations.
DECODER_ERRORS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    Image.DecompressionBombError,
    LookupError,
    MemoryError,
    NameError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
# Imported so that Image.open finds them registered and never loads all of its forty-odd plugins to look for one.
_PLUGINS: Final = (AvifImagePlugin, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)
_DECODER_OF: Final = {found: found.name for found in ImageFormat} | {ImageFormat.HEIC: "HEIF"}
_CUT_OFF: Final = ("truncat", "end of file", "end of data", "unexpected eof", "not enough data", "ran out of data")
_TOO_MUCH: Final = (
    "out of memory",
    "max_text_chunk",
    "max_text_memory",
    "decompressed data too large",
    "security limit",
)

Image.register_open("HEIF", HeifImageFile)


@dataclass(frozen=True, slots=True)
class Decoded:
    """An upright 8-bit RGB picture over white, in the colour space of `profile` (None means sRGB)."""

    format: ImageFormat
    animated: bool
    picture: Image.Image
    profile: bytes | None


def decode(
    data: bytes, *, limits: InspectionLimits, declared_type: str | None = None, enough_side: int | None = None
) -> Decoded:
    """Check the bytes from the outside in, then decode the first frame. Raises ImageRejected.

    `enough_side`: a JPEG may be decoded at a half, a quarter or an eighth if its longer side stays at least this long.
    """
    limits.check_bytes(len(data))
    found = sniff(data)
    check_declared(found, declared_type)
    check_structure(data, found, limits)
    with rejecting():
        image = _open(data, found, limits)
        animated = found is not ImageFormat.JPEG and bool(getattr(image, "is_animated", False))
        if enough_side is not None:
            image.draft(None, (enough_side, enough_side))
        image.load()
        limits.check_size(*image.size)
        profile = matching_profile(image)
        return Decoded(found, animated, flatten(upright(image), profile), None if image.mode == "CMYK" else profile)


def _open(data: bytes, found: ImageFormat, limits: InspectionLimits) -> Image.Image:
    """Read the header by the one decoder that the first bytes call for, and check what only it can tell."""
    image = Image.open(BytesIO(data), formats=(_DECODER_OF[found],))
    if image.format != _DECODER_OF[found] and (found, image.format) != (ImageFormat.JPEG, "MPO"):
        raise ImageRejected(RejectionReason.FORMAT_MISMATCH, f"decoded as {image.format}")
    limits.check_size(*image.size)
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        _check_tiff(image)
    return image


_TIFF_COMPRESSIONS: Final = frozenset({1, 5, 7, 8, 32773, 32946})  # none, LZW, JPEG, deflate, PackBits, old deflate
_TIFF_DEPTHS: Final = frozenset({1, 2, 4, 8, 16})


def _check_tiff(image: TiffImagePlugin.TiffImageFile) -> None:
    tags = image.tag_v2
    if int(tags.get(254, 0)) & 1 or 50706 in tags:
        raise ImageRejected(RejectionReason.UNSUPPORTED_FORMAT, "a raw file, whose first page is only a preview")
    if int(tags.get(259, 1)) not in _TIFF_COMPRESSIONS:
        raise ImageRejected(RejectionReason.UNSUPPORTED_FORMAT, f"TIFF compression {tags.get(259)} is not accepted")
    depths, kinds = tags.get(258, (1,)), tags.get(339, (1,))
    if any(depth not in _TIFF_DEPTHS for depth in depths) or any(kind not in (1, 4) for kind in kinds):
        raise ImageRejected(RejectionReason.UNSUPPORTED_PIXELS, "TIFF samples must be whole numbers of 1 to 16 bits")


@contextmanager
def rejecting() -> Iterator[None]:
    """Turn a decoder's errors into verdicts and silence its warnings, which are about the same damage."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except DECODER_ERRORS as error:
            if isinstance(error, ImageRejected):
                raise
            raise _verdict(error) from error


def _verdict(error: BaseException) -> ImageRejected:
    said = str(error).lower()
    if isinstance(error, Image.DecompressionBombError):
        return ImageRejected(RejectionReason.TOO_MANY_PIXELS, "there are more pixels than are accepted")
    if isinstance(error, MemoryError) or any(sign in said for sign in _TOO_MUCH):
        return ImageRejected(RejectionReason.DECODE_LIMIT, "decoding needs more memory than a picture may have")
    if isinstance(error, EOFError) or any(sign in said for sign in _CUT_OFF):
        return ImageRejected(RejectionReason.TRUNCATED, "the picture ends before its last row")
    return ImageRejected(RejectionReason.CORRUPT, "the picture cannot be decoded")
