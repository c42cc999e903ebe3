"""Files built byte by byte: PNG chunks, JPEG segments, TIFF directories, GIF blocks, RIFF and ISO boxes."""

import struct
import zlib
from functools import cache
from io import BytesIO
from typing import Any, Final

import numpy as np
from PIL import Image
from pillow_heif import from_pillow

PNG_MAGIC: Final = b"\x89PNG\r\n\x1a\n"


def painted(width: int = 96, height: int = 72, seed: int = 7) -> Image.Image:
    """A small colourful picture with texture, the same for the same seed."""
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=np.uint8)).resize((width, height), 3)
    grain = random.integers(-12, 13, (height, width, 1))
    return Image.fromarray(np.clip(np.asarray(coarse).astype(int) + grain, 0, 255).astype(np.uint8))


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file of that Pillow format."""
    out = BytesIO()
    if kind == "HEIF":
        from_pillow(image).save(out, **options)
    else:
        image.save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, body: bytes = b"", crc: int | None = None) -> bytes:
    """One PNG chunk."""
    return (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body) if crc is None else crc)
    )


def ihdr(width: int, height: int, depth: int = 8, colour: int = 2, interlace: int = 0) -> bytes:
    """A PNG's first chunk."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def png(width: int, height: int, rows: bytes, *, depth: int = 8, colour: int = 2, extra: bytes = b"") -> bytes:
    """A whole PNG; `rows` are filtered scanlines before compression, `extra` goes before the pixels."""
    pixels = chunk(b"IDAT", zlib.compress(rows, 9))
    return PNG_MAGIC + ihdr(width, height, depth, colour) + extra + pixels + chunk(b"IEND")


def with_chunk(data: bytes, extra: bytes) -> bytes:
    """The PNG with a chunk put after its header."""
    return data[:33] + extra + data[33:]


@cache
def zeros(size: int) -> bytes:
    """So many zero bytes, deflated without holding them."""
    deflate = zlib.compressobj(9)
    block = bytes(1 << 20)
    parts = [deflate.compress(block) for _ in range(size >> 20)]
    return b"".join([*parts, deflate.compress(bytes(size & 0xFFFFF)), deflate.flush()])


def segment(code: int, body: bytes) -> bytes:
    """One JPEG segment."""
    return bytes((0xFF, code)) + struct.pack(">H", len(body) + 2) + body


def with_segment(data: bytes, code: int, body: bytes) -> bytes:
    """The JPEG with a segment put after its start."""
    return data[:2] + segment(code, body) + data[2:]


def without_segment(data: bytes, code: int) -> bytes:
    """The JPEG without its segments of that code."""
    at, kept = 2, data[:2]
    while data[at + 1] != 0xDA:
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        kept += b"" if data[at + 1] == code else data[at : at + length]
        at += length
    return kept + data[at:]


def find_segment(data: bytes, *codes: int) -> int:
    """Where the first segment of one of those codes starts."""
    at = 2
    while data[at + 1] not in codes:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return at


def scan_bomb(extra: int, side: int = 64) -> bytes:
    """A progressive JPEG whose last refinement scan of the luminance is repeated `extra` times."""
    data = encoded(painted().resize((side, side)), "JPEG", progressive=True, quality=50)
    last = data.rindex(b"\xff\xda")
    empty = segment(0xDA, bytes((1, 1, 0, 1, 5, 0x00))) + b"\x00"
    return data[:last] + empty * extra + data[last:]


def tiff(
    tags: dict[int, tuple[int, list[int]]], strip: bytes, *, order: str = "<", following: int = 0, first: int = 8
) -> bytes:
    """A one-page TIFF: tag → (field type, values); the strip is placed and tag 273 and 279 are set unless given."""
    where = 8 + 2 + 12 * (len(tags) + (273 not in tags) + (279 not in tags)) + 4
    tags = {273: (4, [-1]), 279: (4, [len(strip)])} | tags
    size_of = {1: 1, 3: 2, 4: 4, 11: 4, 12: 8}
    spill = b""
    spill_at = where
    entries: list[tuple[int, int, int, bytes | None]] = []
    letter = {1: "B", 3: "H", 4: "I"}
    total_spill = sum(len(values) * size_of[kind] for kind, values in tags.values() if len(values) * size_of[kind] > 4)
    for tag, (kind, given) in sorted(tags.items()):
        values = [where + total_spill if value == -1 else value for value in given]
        packed = struct.pack(f"{order}{len(values)}{letter[kind]}", *values)
        if len(packed) > 4:
            entries.append((tag, kind, len(values), struct.pack(order + "I", spill_at + len(spill))))
            spill += packed
        else:
            entries.append((tag, kind, len(values), packed.ljust(4, b"\0")))
    body = b"".join(
        struct.pack(order + "HHI", tag, kind, count) + (value or b"") for tag, kind, count, value in entries
    )
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", first)
    return head + struct.pack(order + "H", len(entries)) + body + struct.pack(order + "I", following) + spill + strip


def grey_tiff_tags(width: int, height: int, bits: int = 8, compression: int = 1) -> dict[int, tuple[int, list[int]]]:
    """The tags of a one-strip grey page."""
    return {
        256: (4, [width]),
        257: (4, [height]),
        258: (3, [bits]),
        259: (3, [compression]),
        262: (3, [1]),
        277: (3, [1]),
        278: (4, [height]),
    }


def gif(width: int, height: int, frames: bytes, *, version: bytes = b"GIF89a") -> bytes:
    """A GIF with a palette of two colours."""
    return version + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frames + b";"


def gif_frame(left: int, top: int, width: int, height: int, pixels: bytes = b"\x02\x02\x44\x01\x00") -> bytes:
    """One frame; the default pixels are a single one."""
    return b"," + struct.pack("<HHHHB", left, top, width, height, 0) + pixels


def bmp(width: int, height: int, rows: bytes, *, bits: int = 24, compression: int = 0) -> bytes:
    """A BMP with the common header of 40 bytes and, for eight bits, a palette of greys."""
    palette = b"".join(bytes((grey, grey, grey, 0)) for grey in range(256)) if bits == 8 else b""
    start = 54 + len(palette)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(rows), 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + info + palette + rows


def riff(*parts: tuple[bytes, bytes]) -> bytes:
    """A WebP container."""
    body = b"".join(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1) for name, data in parts)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def vp8x(width: int, height: int, flags: int = 0) -> tuple[bytes, bytes]:
    """A WebP's extended header."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"VP8X", bytes((flags, 0, 0, 0)) + size


def box(name: bytes, body: bytes = b"") -> bytes:
    """One box of an ISO base media file."""
    return struct.pack(">I", len(body) + 8) + name + body


def exif(orientation: int | bytes = 1, *, order: str = "MM") -> bytes:
    """An EXIF block with an orientation: a number, or raw bytes for the four-byte value field of type ASCII."""
    sign = ">" if order == "MM" else "<"
    text = orientation if isinstance(orientation, bytes) else struct.pack(sign + "HH", orientation, 0)
    kind, count = (2, len(text)) if isinstance(orientation, bytes) else (3, 1)
    entry = struct.pack(sign + "HHI", 0x0112, kind, count) + text[:4].ljust(4, b"\0")
    head = order.encode() + struct.pack(sign + "HI", 42, 8)
    return b"Exif\0\0" + head + struct.pack(sign + "H", 1) + entry + struct.pack(sign + "I", 0)
