"""Damage by number: the same number always hurts the same seed in the same way, with an eye for the file's parts."""

import struct
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Final
from zlib import crc32

from PIL import Image

from tests.image_bank.colours import cmyk, grey_16, two_colours_palette, with_alpha
from tests.image_bank.forge import PNG_MAGIC, bmp, encoded, exif, painted, with_segment

_MOST_EDITS: Final = 4
_INTERESTING: Final = (0, 1, 0x7F, 0x80, 0xFF)
_LENGTHS: Final = (0, 1, 2, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)

Parts = list[tuple[int, int]]


@cache
def seeds() -> tuple[bytes, ...]:
    """Small sound files of eight formats in their usual variants."""
    plain = painted(56, 48)
    frames = [painted(32, 24, number) for number in range(3)]
    return (
        encoded(plain, "JPEG", quality=60),
        encoded(plain, "JPEG", quality=60, progressive=True),
        with_segment(encoded(plain.convert("L"), "JPEG"), 0xE1, exif(6)),
        encoded(cmyk().resize((56, 48)), "JPEG"),
        encoded(plain, "PNG"),
        encoded(two_colours_palette(), "PNG", transparency=0),
        encoded(Image.fromarray(grey_16()[:48, :56]), "PNG"),
        encoded(frames[0], "PNG", save_all=True, append_images=frames[1:]),
        encoded(plain, "WEBP"),
        encoded(with_alpha().resize((56, 48)), "WEBP", lossless=True),
        encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]),
        encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        encoded(plain.quantize(8), "GIF", interlace=1),
        encoded(plain, "BMP"),
        bmp(56, 48, (b"\x38\x05\0\0" * 48) + b"\0\1", bits=8, compression=1),
        encoded(plain, "TIFF"),
        encoded(plain, "TIFF", compression="tiff_lzw"),
        encoded(plain.convert("L"), "TIFF", compression="jpeg"),
        encoded(with_alpha().resize((56, 48)), "TIFF", compression="tiff_adobe_deflate"),
        encoded(plain, "HEIF", quality=40),
        encoded(with_alpha().resize((64, 64)), "HEIF", quality=40),
        encoded(plain, "AVIF", speed=10),
        encoded(with_alpha().resize((64, 64)), "AVIF", speed=10),
    )


def mutated(number: int) -> bytes:
    """The seed that the number falls on, after one to four edits."""
    random = Random(number)
    data = bytearray(seeds()[number % len(seeds())])
    for _ in range(random.randint(1, _MOST_EDITS)):
        if len(data) > 16:
            random.choice(_EDITS)(data, random)
    return _with_sums_mended(bytes(data)) if random.random() < 0.7 else bytes(data)


def _with_sums_mended(data: bytes) -> bytes:
    """A PNG whose chunks have the right checksums again, so that the damage is met deeper inside."""
    if data[:8] != PNG_MAGIC:
        return data
    at, mended = 8, data[:8]
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            break
        mended += data[at : end - 4] + crc32(data[at + 4 : end - 4]).to_bytes(4, "big")
        at = end
    return mended + data[at:]


def _parts(data: bytearray) -> Parts:
    """(start, end) of the chunks, segments or boxes that can be made out."""
    if data[:4] == b"\x89PNG":
        return _walk(data, 8, lambda at: 12 + int.from_bytes(data[at : at + 4], "big"))
    if data[:4] == b"RIFF":
        return _walk(data, 12, lambda at: 8 + int.from_bytes(data[at + 4 : at + 8], "little"))
    if data[4:8] == b"ftyp":
        return _walk(data, 0, lambda at: int.from_bytes(data[at : at + 4], "big"))
    if data[:2] == b"\xff\xd8":
        return _walk(data, 2, lambda at: 2 + int.from_bytes(data[at + 2 : at + 4], "big"))
    return []


def _walk(data: bytearray, at: int, length_at: Callable[[int], int]) -> Parts:
    parts: Parts = []
    while at + 8 <= len(data) and len(parts) < 64:
        end = at + max(length_at(at), 4)
        parts.append((at, min(end, len(data))))
        at = end
    return parts


def _anywhere(data: bytearray, random: Random) -> int:
    """A position; every other time near the start, where the headers are."""
    return random.randrange(len(data) if random.random() < 0.5 else min(len(data), 200))


def _set_byte(data: bytearray, random: Random) -> None:
    data[_anywhere(data, random)] = random.choice((*_INTERESTING, random.randrange(256)))


def _flip_bit(data: bytearray, random: Random) -> None:
    data[_anywhere(data, random)] ^= 1 << random.randrange(8)


def _cut(data: bytearray, random: Random) -> None:
    del data[_anywhere(data, random) :]


def _insert(data: bytearray, random: Random) -> None:
    at = _anywhere(data, random)
    data[at:at] = random.randbytes(random.randint(1, 64))


def _delete(data: bytearray, random: Random) -> None:
    at = _anywhere(data, random)
    del data[at : at + random.randint(1, 64)]


def _edit_length(data: bytearray, random: Random) -> None:
    """A 16- or 32-bit number, of either order, at the start of a part or anywhere."""
    parts = _parts(data)
    at = random.choice(parts)[0] + random.choice((0, 2, 4)) if parts else _anywhere(data, random)
    value, order = random.choice(_LENGTHS), random.choice("<>")
    field = struct.pack(order + "I", value) if random.random() < 0.5 else struct.pack(order + "H", value & 0xFFFF)
    data[at : at + len(field)] = field


def _shuffle_parts(data: bytearray, random: Random) -> None:
    """Move, double or drop one part."""
    parts = _parts(data)
    if not parts:
        return
    start, end = random.choice(parts)
    part = bytes(data[start:end])
    if random.random() < 0.7:
        del data[start:end]
    at = random.choice(_parts(data) or [(len(data), 0)])[0]
    for _ in range(random.choice((0, 1, 1, 2, 30))):
        data[at:at] = part


def _splice(data: bytearray, random: Random) -> None:
    """Go on as another seed."""
    other = random.choice(seeds())
    data[_anywhere(data, random) :] = other[random.randrange(len(other)) :]


_EDITS: Final[tuple[Callable[[bytearray, Random], None], ...]] = (
    _set_byte,
    _set_byte,
    _flip_bit,
    _flip_bit,
    _cut,
    _insert,
    _delete,
    _edit_length,
    _edit_length,
    _shuffle_parts,
    _splice,
)
