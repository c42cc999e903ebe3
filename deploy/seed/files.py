"""Pixels to bytes in the formats that collections hold, and back to what a viewer shows."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw, ImageOps

_ORIENTATION: Final = 0x0112
_TURNED_RIGHT: Final = 6  # stored turned left; a viewer turns it right

EXTENSIONS: Final[dict[str, str]] = {"jpeg": "jpg", "png": "png", "webp": "webp"}


def extension(form: str) -> str:
    """The file name's ending for a form such as "jpeg-cmyk"."""
    return EXTENSIONS[form.partition("-")[0]]


def encoded(image: Image.Image, form: str, quality: int = 90) -> bytes:
    """The RGB image as a file of one of FORMS; `quality` matters to lossy ones."""
    return FORMS[form](image, quality)


def shown(data: bytes) -> Image.Image:
    """What a viewer shows: turned as EXIF says, over white, RGB."""
    with Image.open(BytesIO(data)) as stored:
        upright = ImageOps.exif_transpose(stored)
        if upright.mode == "RGBA":
            paper = Image.new("RGBA", upright.size, "white")
            return Image.alpha_composite(paper, upright).convert("RGB")
        return upright.convert("RGB")


def shown_size(data: bytes) -> tuple[int, int]:
    """Width and height of what a viewer shows, from the header alone."""
    with Image.open(BytesIO(data)) as stored:
        width, height = stored.size
        return (height, width) if stored.getexif().get(_ORIENTATION) == _TURNED_RIGHT else (width, height)


def same_pixels_other_bytes(data: bytes) -> tuple[bytes, str]:
    """Another file that decodes to the very same pixels, and what was done: JPEG gets a comment, PNG is packed anew."""
    if data.startswith(b"\xff\xd8"):
        header = 4 + int.from_bytes(data[4:6])  # the first segment has to stay the first
        note = b"exported again"
        comment = b"\xff\xfe" + (len(note) + 2).to_bytes(2) + note
        return data[:header] + comment + data[header:], "a comment added to the JPEG"
    with Image.open(BytesIO(data)) as stored:
        return _saved(stored, "PNG", compress_level=9), "the PNG packed anew"


def _saved(image: Image.Image, file_format: str, **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def _jpeg(image: Image.Image, quality: int) -> bytes:
    return _saved(image, "JPEG", quality=quality)


def _jpeg_oriented(image: Image.Image, quality: int) -> bytes:
    exif = Image.Exif()
    exif[_ORIENTATION] = _TURNED_RIGHT
    return _saved(image.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=quality, exif=exif)


def _jpeg_grey(image: Image.Image, quality: int) -> bytes:
    return _saved(image.convert("L"), "JPEG", quality=quality)


def _jpeg_cmyk(image: Image.Image, quality: int) -> bytes:
    return _saved(image.convert("CMYK"), "JPEG", quality=quality)


def _png(image: Image.Image, quality: int) -> bytes:
    del quality
    return _saved(image, "PNG", compress_level=2)


def _png_alpha(image: Image.Image, quality: int) -> bytes:
    """Round corners, clear outside."""
    del quality
    mask = Image.new("L", image.size, 0)
    width, height = image.size
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), radius=min(image.size) // 12, fill=255)
    clear = image.copy()
    clear.putalpha(mask)
    return _saved(clear, "PNG", compress_level=2)


def _png_palette(image: Image.Image, quality: int) -> bytes:
    del quality
    return _saved(image.quantize(64), "PNG", compress_level=2)


def _webp(image: Image.Image, quality: int) -> bytes:
    return _saved(image, "WEBP", quality=quality, method=2)


FORMS: Final[dict[str, Callable[[Image.Image, int], bytes]]] = {
    "jpeg": _jpeg,
    "jpeg-oriented": _jpeg_oriented,
    "jpeg-grey": _jpeg_grey,
    "jpeg-cmyk": _jpeg_cmyk,
    "png": _png,
    "png-alpha": _png_alpha,
    "png-palette": _png_palette,
    "webp": _webp,
}
_SHARES: Final = (0.66, 0.03, 0.02, 0.02, 0.12, 0.03, 0.02, 0.10)


def a_form(rng: np.random.Generator, *, colour_matters: bool) -> str:
    """A random form, mostly JPEG; grey only where captions name no colours."""
    form = str(rng.choice(tuple(FORMS), p=_SHARES))
    return "jpeg" if colour_matters and form == "jpeg-grey" else form
