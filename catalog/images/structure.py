"""Walks a file's skeleton before a decoder sees it: size from the header, scans and chunks counted, its end found."""

import re
from collections.abc import Callable
from struct import unpack_from
from typing import Final
from zlib import crc32

from catalog.errors import ImageRejected, RejectionReason
from catalog.images.formats import ImageFormat
from catalog.images.limits import InspectionLimits

_JPEG_MARKER: Final = re.compile(rb"\xff+([\x02-\xcf\xd8-\xfe])")
_JPEG_NOT_SOF: Final = frozenset({0xC4, 0xC8, 0xCC})
_PNG_FRAME_CHUNKS: Final = frozenset({b"IDAT", b"fdAT", b"fcTL"})
_PNG_NAME: Final = re.compile(rb"[A-Za-z]{4}")


def check_structure(data: bytes, found: ImageFormat, limits: InspectionLimits) -> None:
    """Raise ImageRejected when the skeleton breaks a limit, is cut off or contradicts itself.

    What a walk cannot see (a TIFF's pages, the items of a HEIC) is checked after the decoder has read the header.
    """
    _WALKS[found](data, limits)


def _walk_jpeg(data: bytes, limits: InspectionLimits) -> None:
    at = 2
    segments = scans = 0
    while (marker := _JPEG_MARKER.search(data, at)) is not None:
        code, at = marker[1][0], marker.end()
        if code == 0xD9:
            return
        if code == 0xD8:
            continue
        segments += 1
        scans += code == 0xDA
        limits.check_jpeg_scans(scans)
        limits.check_chunks(segments)
        if 0xC0 <= code <= 0xCF and code not in _JPEG_NOT_SOF:
            _check_jpeg_frame(data, at, limits)
        at += int.from_bytes(data[at : at + 2], "big")


def _check_jpeg_frame(data: bytes, at: int, limits: InspectionLimits) -> None:
    _need(data, at + 8)
    precision, height, width = unpack_from(">BHH", data, at + 2)
    if precision != 8:
        raise ImageRejected(RejectionReason.UNSUPPORTED_PIXELS, f"{precision} bits a sample; JPEG may have 8")
    limits.check_size(width, height)


def _walk_png(data: bytes, limits: InspectionLimits) -> None:
    at, chunks, frame_chunks = 8, 0, 0
    while True:
        _need(data, at + 12)
        length, name = unpack_from(">I4s", data, at)
        if not _PNG_NAME.fullmatch(name) or (name == b"IHDR") != (at == 8):
            raise ImageRejected(RejectionReason.CORRUPT, "the PNG's chunks are not in order")
        if name == b"IHDR":
            _need(data, at + 16)
            limits.check_size(*unpack_from(">II", data, at + 8))
        _need(data, at + 12 + length)
        _check_png_sum(data, at, length)
        if name == b"IEND":
            return
        frame_chunks += name in _PNG_FRAME_CHUNKS
        chunks += name not in _PNG_FRAME_CHUNKS
        limits.check_chunks(chunks, frame_chunks)
        at += 12 + length


def _check_png_sum(data: bytes, at: int, length: int) -> None:
    """Chunks whose name starts with a capital are needed for the pixels; Pillow leaves the largest unsummed."""
    if data[at + 4 : at + 5].islower():
        return
    end = at + 8 + length
    if crc32(memoryview(data)[at + 4 : end]) != unpack_from(">I", data, end)[0]:
        raise ImageRejected(RejectionReason.CORRUPT, "a PNG chunk's checksum is wrong")


def _walk_webp(data: bytes, limits: InspectionLimits) -> None:
    _need(data, 30)
    end = 8 + int(unpack_from("<I", data, 4)[0])
    _need(data, end)
    first = data[12:16]
    if first == b"VP8X":
        width, height = (1 + int.from_bytes(data[at : at + 3], "little") for at in (24, 27))
        limits.check_size(width, height)
    elif first == b"VP8L":
        bits = int(unpack_from("<I", data, 21)[0])
        limits.check_size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    elif first == b"VP8 ":
        width, height = unpack_from("<HH", data, 26)
        limits.check_size(width & 0x3FFF, height & 0x3FFF)
    at, chunks, frames = 12, 0, 0
    while at + 8 <= end:
        name, length = unpack_from("<4sI", data, at)
        frames += name == b"ANMF"
        chunks += name != b"ANMF"
        limits.check_chunks(chunks, frames)
        at += 8 + length + (length & 1)


def _walk_gif(data: bytes, limits: InspectionLimits) -> None:
    """Up to the first frame, which is the only one that is looked at."""
    _need(data, 13)
    width, height, flags = unpack_from("<HHB", data, 6)
    limits.check_size(width, height)
    at, blocks, pieces = 13 + _gif_colours(flags), 0, 0
    while True:
        kind = _byte(data, at)
        if kind == 0x2C:
            _need(data, at + 10)
            left, top, wide, tall = unpack_from("<HHHH", data, at + 1)
            return limits.check_size(max(width, left + wide), max(height, top + tall))
        if kind != 0x21:
            raise ImageRejected(RejectionReason.CORRUPT, "the GIF has no frame, or its blocks are not in order")
        at, blocks = at + 2, blocks + 1
        while length := _byte(data, at):
            at, pieces = at + 1 + length, pieces + 1
            limits.check_chunks(blocks, pieces)
        at += 1
        limits.check_chunks(blocks, pieces)


def _gif_colours(flags: int) -> int:
    """Bytes of the global colour table."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _walk_bmp(data: bytes, limits: InspectionLimits) -> None:
    _need(data, 26)
    if unpack_from("<I", data, 14)[0] == 12:
        width, height = unpack_from("<HH", data, 18)
    else:
        width, height = unpack_from("<ii", data, 18)
    limits.check_size(width, abs(height))


def _walk_tiff(data: bytes, limits: InspectionLimits) -> None:
    order = "<" if data[:2] == b"II" else ">"
    _need(data, 8)
    offset = int(unpack_from(order + "I", data, 4)[0])
    _need(data, offset + 2)
    entries = int(unpack_from(order + "H", data, offset)[0])
    limits.check_chunks(entries)
    _need(data, offset + 2 + 12 * entries)


def _walk_boxes(data: bytes, limits: InspectionLimits) -> None:
    """The top level of an ISO base media file (HEIC, AVIF)."""
    at = boxes = 0
    while at < len(data):
        _need(data, at + 8)
        size, boxes = int(unpack_from(">I", data, at)[0]), boxes + 1
        limits.check_chunks(boxes)
        if size == 0:
            return
        if size == 1:
            _need(data, at + 16)
            size = int(unpack_from(">Q", data, at + 8)[0])
        if size < 8:
            raise ImageRejected(RejectionReason.CORRUPT, "a box is shorter than its own header")
        _need(data, at + size)
        at += size


def _byte(data: bytes, at: int) -> int:
    _need(data, at + 1)
    return data[at]


def _need(data: bytes, end: int) -> None:
    if len(data) < end:
        raise ImageRejected(RejectionReason.TRUNCATED, f"the file ends after {len(data)} bytes, before its own end")


_WALKS: Final[dict[ImageFormat, Callable[[bytes, InspectionLimits], None]]] = {
    ImageFormat.JPEG: _walk_jpeg,
    ImageFormat.PNG: _walk_png,
    ImageFormat.WEBP: _walk_webp,
    ImageFormat.GIF: _walk_gif,
    ImageFormat.BMP: _walk_bmp,
    ImageFormat.TIFF: _walk_tiff,
    ImageFormat.HEIC: _walk_boxes,
    ImageFormat.AVIF: _walk_boxes,
}
