"""Sound files that were cut off or hurt."""

import struct
from collections.abc import Callable
from functools import partial
from typing import Final

from catalog.errors import RejectionReason
from catalog.images.formats import ImageFormat
from tests.image_bank.case import BankCase, Verdict
from tests.image_bank.forge import (
    PNG_MAGIC,
    bmp,
    box,
    chunk,
    find_segment,
    gif,
    gif_frame,
    grey_tiff_tags,
    ihdr,
    segment,
    tiff,
    with_chunk,
    without_segment,
)
from tests.image_bank.seeds import seed

_CORRUPT: Final = RejectionReason.CORRUPT
_TRUNCATED: Final = RejectionReason.TRUNCATED
_SHARES: Final = (2, 10, 50, 90, 99)
_SOF: Final = (0xC0, 0xC1, 0xC2)


def _cut(found: ImageFormat, percent: int) -> bytes:
    data = seed(found)
    return data[: len(data) * percent // 100]


def _edited(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def _png() -> bytes:
    return seed(ImageFormat.PNG)


def _jpeg() -> bytes:
    return seed(ImageFormat.JPEG)


def _png_bad_crc(name: bytes) -> bytes:
    data = _png()
    at = data.index(name)
    length = int.from_bytes(data[at - 4 : at], "big")
    return _edited(data, at + 4 + length, b"\0\0\0\0")


def _png_bad_zlib_sum() -> bytes:
    data = _png()
    at = data.index(b"IDAT")
    length = int.from_bytes(data[at - 4 : at], "big")
    body = data[at + 4 : at + 4 + length - 4] + b"\1\2\3\4"
    return data[: at - 4] + chunk(b"IDAT", body) + chunk(b"IEND")


def _jpeg_components(count: int) -> bytes:
    at = find_segment(_jpeg(), *_SOF)
    return _edited(_jpeg(), at + 9, bytes((count,)))


def _jpeg_two_frames() -> bytes:
    at = find_segment(_jpeg(), *_SOF)
    return _jpeg()[:at] + segment(0xC0, bytes((8, 0, 40, 0, 40, 1, 1, 0x11, 0))) + _jpeg()[at:]


def _jpeg_without_end() -> bytes:
    return _jpeg()[:-2]


def _jpeg_cut_in_tables() -> bytes:
    return _jpeg()[: find_segment(_jpeg(), 0xC4) + 12]


def _restart_disorder() -> bytes:
    data = seed(ImageFormat.JPEG, restart_marker_blocks=2)
    return data.replace(b"\xff\xd1", b"\xff\xd6")


_FLAT_GREY: Final = bytes(64 * 48)


def _tiff_strip_outside() -> bytes:
    return tiff(grey_tiff_tags(64, 48) | {273: (4, [10_000_000])}, _FLAT_GREY)


_HURT: Final[dict[str, tuple[Callable[[], bytes], Verdict]]] = {
    "png-bad-crc-ihdr": (lambda: _png_bad_crc(b"IHDR"), _CORRUPT),
    "png-bad-crc-idat": (lambda: _png_bad_crc(b"IDAT"), _CORRUPT),
    "png-bad-zlib-sum": (_png_bad_zlib_sum, _CORRUPT),
    "png-without-end": (lambda: _png()[:-12], _TRUNCATED),
    "png-two-headers": (lambda: with_chunk(_png(), ihdr(64, 48)), _CORRUPT),
    "png-pixels-before-header": (lambda: PNG_MAGIC + chunk(b"IDAT", b"x") + _png()[8:], _CORRUPT),
    "png-without-pixels": (lambda: _png()[:33] + chunk(b"IEND"), _CORRUPT),
    "png-chunk-of-4-gb": (lambda: _png()[:33] + b"\xff\xff\xff\xffIDAT" + _png()[41:], _TRUNCATED),
    "png-chunk-name-of-digits": (lambda: with_chunk(_png(), chunk(b"1234")), _CORRUPT),
    "png-depth-3": (lambda: PNG_MAGIC + ihdr(96, 72, 3) + _png()[33:], _CORRUPT),
    "png-fewer-rows-than-said": (lambda: PNG_MAGIC + ihdr(96, 1440) + _png()[33:], ImageFormat.PNG),
    "png-palette-missing": (lambda: PNG_MAGIC + ihdr(96, 72, 8, 3) + _png()[33:], _CORRUPT),
    "jpeg-without-end": (_jpeg_without_end, _TRUNCATED),
    "jpeg-cut-in-huffman-table": (_jpeg_cut_in_tables, _TRUNCATED),
    "jpeg-without-quantisation": (lambda: without_segment(_jpeg(), 0xDB), _CORRUPT),
    "jpeg-without-huffman": (lambda: without_segment(_jpeg(), 0xC4), ImageFormat.JPEG),
    "jpeg-without-frame": (lambda: without_segment(_jpeg(), 0xC0), _CORRUPT),
    "jpeg-nine-components": (lambda: _jpeg_components(9), _CORRUPT),
    "jpeg-no-components": (lambda: _jpeg_components(0), _CORRUPT),
    "jpeg-restart-disorder": (_restart_disorder, ImageFormat.JPEG),
    "jpeg-segment-of-length-0": (lambda: _jpeg()[:2] + b"\xff\xe5\0\0" + _jpeg()[2:], ImageFormat.JPEG),
    "jpeg-garbage-before-segment": (lambda: _jpeg()[:2] + b"\0garbage\0" + _jpeg()[2:], RejectionReason.NOT_AN_IMAGE),
    "jpeg-two-frames": (_jpeg_two_frames, _CORRUPT),
    "gif-without-a-frame": (lambda: gif(64, 48, b""), _CORRUPT),
    "gif-unknown-block": (lambda: gif(64, 48, b"\x99\x99"), _CORRUPT),
    "gif-cut-in-sub-block": (lambda: gif(64, 48, b"\x21\xfe\xff" + bytes(20)), _TRUNCATED),
    "gif-lzw-of-13-bits": (lambda: gif(64, 48, gif_frame(0, 0, 64, 48, b"\x0d\x02\x44\x01\x00")), _CORRUPT),
    "bmp-top-down": (lambda: bmp(64, -48, bytes(64 * 48 * 3)), ImageFormat.BMP),
    "bmp-lowest-height": (lambda: bmp(64, -(2**31), bytes(300)), RejectionReason.SIDE_TOO_LONG),
    "bmp-negative-width": (lambda: bmp(-64, 48, bytes(300)), RejectionReason.SIDE_TOO_SHORT),
    "bmp-depth-5": (lambda: bmp(64, 48, bytes(64 * 48 * 3), bits=5), _CORRUPT),
    "bmp-unknown-compression": (lambda: bmp(64, 48, bytes(64 * 48 * 3), compression=9), _CORRUPT),
    "webp-size-too-large": (
        lambda: _edited(seed(ImageFormat.WEBP), 4, struct.pack("<I", 10_000_000)),
        _TRUNCATED,
    ),
    "webp-bad-key-frame": (lambda: _edited(seed(ImageFormat.WEBP), 23, b"\0\0\0"), _CORRUPT),
    "tiff-pointer-to-its-start": (
        lambda: _edited(seed(ImageFormat.TIFF), 4, b"\0\0\0\0"),
        RejectionReason.TOO_MANY_CHUNKS,
    ),
    "tiff-pointer-outside": (lambda: _edited(seed(ImageFormat.TIFF), 4, b"\xff\xff\xff\x7f"), _TRUNCATED),
    "tiff-strip-outside": (_tiff_strip_outside, _TRUNCATED),
    "tiff-without-size": (lambda: tiff({259: (3, [1])}, _FLAT_GREY), _CORRUPT),
    "heic-without-boxes": (lambda: box(b"ftyp", b"heic\0\0\0\0mif1heic"), _CORRUPT),
    "heic-box-of-length-3": (lambda: seed(ImageFormat.HEIC) + b"\0\0\0\3free", _CORRUPT),
    "avif-item-data-zeroed": (
        lambda: seed(ImageFormat.AVIF)[:-200] + bytes(200),
        ImageFormat.AVIF,
    ),
}


CASES: Final = [
    *(
        BankCase(f"{found}-cut-at-{percent}", partial(_cut, found, percent), _TRUNCATED)
        for found in ImageFormat
        for percent in _SHARES
    ),
    *(BankCase(name, make, verdict) for name, (make, verdict) in _HURT.items()),
]
