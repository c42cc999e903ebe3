"""Small files that ask for a lot."""

import struct
import zlib
from typing import Final

from catalog.errors import RejectionReason
from catalog.images.formats import ImageFormat
from tests.image_bank.case import BankCase
from tests.image_bank.forge import (
    PNG_MAGIC,
    bmp,
    box,
    chunk,
    encoded,
    find_segment,
    gif,
    gif_frame,
    grey_tiff_tags,
    ihdr,
    painted,
    png,
    riff,
    scan_bomb,
    segment,
    tiff,
    vp8x,
    with_chunk,
    zeros,
)
from tests.image_bank.seeds import animation, seed

_LONG: Final = RejectionReason.SIDE_TOO_LONG
_MANY: Final = RejectionReason.TOO_MANY_PIXELS
_SHORT: Final = RejectionReason.SIDE_TOO_SHORT
_ASPECT: Final = RejectionReason.ASPECT_TOO_EXTREME
_SCANS: Final = RejectionReason.TOO_MANY_SCANS
_CHUNKS: Final = RejectionReason.TOO_MANY_CHUNKS
_LIMIT: Final = RejectionReason.DECODE_LIMIT


def _png() -> bytes:
    return seed(ImageFormat.PNG)


def _header_only(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    return (
        PNG_MAGIC
        + ihdr(width, height, depth, colour)
        + chunk(b"IDAT", b"x\x9c\x03\x00\x00\x00\x00\x01")
        + chunk(b"IEND")
    )


def _png_of_zeros(width: int, height: int, depth: int, colour: int, row_bytes: int) -> bytes:
    pixels = chunk(b"IDAT", zeros((row_bytes + 1) * height))
    return PNG_MAGIC + ihdr(width, height, depth, colour) + pixels + chunk(b"IEND")


def _jpeg_of_size(width: int, height: int) -> bytes:
    data = seed(ImageFormat.JPEG)
    at = find_segment(data, 0xC0)
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def _text_bomb(name: bytes) -> bytes:
    prefix = {b"zTXt": b"Comment\0\0", b"iTXt": b"Comment\0\1\0\0\0", b"iCCP": b"profile\0\0"}[name]
    return with_chunk(_png(), chunk(name, prefix + zeros(256 << 20)))


def _many_chunks(count: int, name: bytes = b"tEXt", body: bytes = b"k\0v") -> bytes:
    return with_chunk(_png(), chunk(name, body) * count)


def _apng(frames: int) -> bytes:
    return animation(ImageFormat.PNG, frames)


def _webp_frames(count: int) -> bytes:
    picture = encoded(painted(16, 16), "WEBP", quality=10)[12:]
    frame = bytes(6) + (15).to_bytes(3, "little") * 2 + bytes(4) + picture
    return riff(vp8x(16, 16, 2), (b"ANIM", bytes(6)), *[(b"ANMF", frame)] * count)


def _gif_frames(count: int) -> bytes:
    one = encoded(painted(32, 24), "GIF")
    frame = one[one.index(b",", 13 + 3 * 256 if one[10] & 0x80 else 13) : -1]
    return one[:-1] + frame * (count - 1) + b";"


def _overlong_pixels() -> bytes:
    rows = b"".join(b"\0" + bytes(64 * 3) for _ in range(48))
    return PNG_MAGIC + ihdr(64, 48) + chunk(b"IDAT", zlib.compress(rows + bytes(64 << 20), 9)) + chunk(b"IEND")


def _page(width: int, height: int, **tags: int) -> bytes:
    return tiff(
        grey_tiff_tags(width, height) | {int(name[1:]): (4, [value]) for name, value in tags.items()}, bytes(3072)
    )


def _tiff_pages(count: int) -> bytes:
    pages = [painted(16, 16, number) for number in range(count)]
    return encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])


def _tiff_entries(count: int) -> bytes:
    return b"II*\0\x08\0\0\0" + struct.pack("<H", count) + bytes(12 * count + 4)


def _claiming(found: ImageFormat, side: int) -> bytes:
    """The picture with every spatial extent (ispe) replaced."""
    data, at = bytearray(seed(found)), 0
    while (at := data.find(b"ispe", at)) >= 0:
        data[at + 8 : at + 16] = struct.pack(">II", side, side)
        at += 4
    return bytes(data)


CASES: Final = [
    BankCase("png-header-only-50000", lambda: _header_only(50_000, 50_000), _LONG),
    BankCase("png-1-by-2-to-the-31", lambda: _header_only(1, 2**31 - 1), _LONG),
    BankCase("png-2-to-the-31-by-1", lambda: _header_only(2**31 - 1, 1), _LONG),
    BankCase("png-0-by-0", lambda: _header_only(0, 0), _SHORT),
    BankCase("png-product-overflows", lambda: _header_only(65_536, 65_537), _LONG),
    BankCase("png-13300-of-1-bit", lambda: _png_of_zeros(13_300, 13_300, 1, 0, 1663), _MANY),
    BankCase("png-9400-rgba-16", lambda: _header_only(9_400, 9_400, 16, 6), _MANY),
    BankCase("png-height-bit-flipped", lambda: _header_only(96, 72 | 1 << 30), _LONG),
    BankCase("png-16384-by-2441-grey", lambda: _png_of_zeros(16_384, 2_441, 8, 0, 16_384), ImageFormat.PNG, safe=False),
    BankCase("png-15-by-64", lambda: png(15, 64, bytes(46 * 64)), _SHORT),
    BankCase("png-1-by-1", lambda: png(1, 1, bytes(4)), _SHORT),
    BankCase("png-16-by-816", lambda: png(16, 816, bytes(49 * 816)), _ASPECT),
    BankCase("png-16-by-800", lambda: png(16, 800, bytes(49 * 800)), ImageFormat.PNG),
    BankCase("png-overlong-pixels", _overlong_pixels, ImageFormat.PNG),
    BankCase("png-compressed-text-bomb", lambda: _text_bomb(b"zTXt"), _LIMIT),
    BankCase("png-international-text-bomb", lambda: _text_bomb(b"iTXt"), _LIMIT),
    BankCase("png-profile-bomb", lambda: _text_bomb(b"iCCP"), _LIMIT),
    BankCase("png-1000-texts", lambda: _many_chunks(998), ImageFormat.PNG),
    BankCase("png-1001-texts", lambda: _many_chunks(1001), _CHUNKS),
    BankCase("png-100000-texts", lambda: _many_chunks(100_000), _CHUNKS),
    BankCase("png-100001-empty-pixel-chunks", lambda: _many_chunks(100_001, b"IDAT", b""), _CHUNKS),
    BankCase("png-1500-frames", lambda: _apng(1_500), ImageFormat.PNG),
    BankCase("jpeg-65500", lambda: _jpeg_of_size(65_500, 65_500), _LONG),
    BankCase("jpeg-16000", lambda: _jpeg_of_size(16_000, 16_000), _MANY),
    BankCase("jpeg-0-rows", lambda: _jpeg_of_size(64, 0), _SHORT),
    BankCase("jpeg-60-extra-scans", lambda: scan_bomb(60), ImageFormat.JPEG),
    BankCase("jpeg-200-extra-scans", lambda: scan_bomb(200), _SCANS),
    BankCase("jpeg-500-extra-scans", lambda: scan_bomb(500), _SCANS),
    BankCase("jpeg-2000-extra-scans", lambda: scan_bomb(2_000, 4_000), _SCANS),
    BankCase(
        "jpeg-2000-comments",
        lambda: seed(ImageFormat.JPEG)[:2] + segment(0xFE, b"c") * 2_000 + seed(ImageFormat.JPEG)[2:],
        _CHUNKS,
    ),
    BankCase("gif-screen-of-65535", lambda: gif(65_535, 65_535, gif_frame(0, 0, 1, 1)), _LONG),
    BankCase("gif-frame-beyond-screen", lambda: gif(64, 48, gif_frame(60_000, 60_000, 64, 48)), _LONG),
    BankCase("gif-1500-frames", lambda: _gif_frames(1_500), ImageFormat.GIF),
    BankCase("gif-2000-comments", lambda: gif(64, 48, b"\x21\xfe\x01c\x00" * 2_000 + gif_frame(0, 0, 64, 48)), _CHUNKS),
    BankCase("gif-comment-of-200000-pieces", lambda: gif(64, 48, b"\x21\xfe" + b"\x01c" * 200_000 + b"\0"), _CHUNKS),
    BankCase("webp-canvas-of-16-million", lambda: riff(vp8x(1 << 24, 1 << 24), (b"VP8 ", bytes(30))), _LONG),
    BankCase("webp-lossless-16384", lambda: riff((b"VP8L", b"\x2f\xff\xff\xff\x0f" + bytes(30))), _MANY),
    BankCase("webp-1500-frames", lambda: _webp_frames(1_500), ImageFormat.WEBP),
    BankCase("webp-2000-unknown-chunks", lambda: riff(vp8x(64, 48), *[(b"JUNK", b"")] * 2_000), _CHUNKS),
    BankCase("bmp-100000", lambda: bmp(100_000, 100_000, b""), _LONG),
    BankCase("bmp-16000-of-1-bit", lambda: bmp(16_000, 16_000, b"", bits=1), _MANY),
    BankCase(
        "bmp-run-lengths-that-only-jump",
        lambda: bmp(4_000, 4_000, b"\0\2\xff\xff" * 4_000, bits=8, compression=1),
        ImageFormat.BMP,
    ),
    BankCase(
        "tiff-fax-g4",
        lambda: tiff(grey_tiff_tags(6_000, 6_000, 1, 4), bytes(3_000)),
        RejectionReason.UNSUPPORTED_FORMAT,
    ),
    BankCase("tiff-4-billion-wide", lambda: _page(64, 48, t256=2**32 - 1), _MANY),
    BankCase("tiff-500-pages", lambda: _tiff_pages(500), ImageFormat.TIFF),
    BankCase("tiff-pages-in-a-loop", lambda: tiff(grey_tiff_tags(64, 48), bytes(3072), following=8), ImageFormat.TIFF),
    BankCase("tiff-sub-pages-in-a-loop", lambda: _page(64, 48, t330=8), ImageFormat.TIFF),
    BankCase("tiff-2000-entries", lambda: _tiff_entries(2_000), _CHUNKS),
    BankCase("tiff-strip-of-2-to-the-31", lambda: _page(64, 48, t279=2**31 - 1), ImageFormat.TIFF),
    BankCase(
        "tiff-deflate-bomb",
        lambda: tiff(grey_tiff_tags(64, 48, 8, 8), zeros(256 << 20)),
        ImageFormat.TIFF,
    ),
    BankCase("heic-claims-1000000", lambda: _claiming(ImageFormat.HEIC, 1_000_000), _MANY),
    BankCase("heic-claims-15000", lambda: _claiming(ImageFormat.HEIC, 15_000), _MANY),
    BankCase("avif-claims-1000000", lambda: _claiming(ImageFormat.AVIF, 1_000_000), RejectionReason.CORRUPT),
    BankCase("avif-claims-15000", lambda: _claiming(ImageFormat.AVIF, 15_000), _MANY),
    BankCase("heic-2000-free-boxes", lambda: seed(ImageFormat.HEIC) + box(b"free") * 2_000, _CHUNKS),
    BankCase("too-many-bytes", lambda: _png() + bytes(26_214_400), RejectionReason.TOO_MANY_BYTES),
]
