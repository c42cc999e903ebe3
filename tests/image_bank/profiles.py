"""Colour profiles that are made to be worked through."""

import struct
from typing import Final

from PIL import ImageCms

from tests.image_bank.forge import encoded, painted

_TAG: Final = struct.Struct(">4sII")
_TAGS_AT: Final = 132


def many_curves(count: int) -> bytes:
    """A profile that leads each colour through `count` sets of curves, which all lie in the same place of the file."""
    segment = b"parf" + bytes(8) + struct.pack(">4f", 1.01, 0.99, 0.005, 0.0)
    curve = b"curf" + bytes(4) + struct.pack(">HH", 1, 0) + segment
    curves = b"cvst" + bytes(4) + struct.pack(">HH", 3, 3) + struct.pack(">II", 36, len(curve)) * 3 + curve
    places = struct.pack(">II", 16 + 8 * count, len(curves)) * count
    return _with_tag(b"D2B1", b"mpet" + bytes(4) + struct.pack(">HHI", 3, 3, count) + places + curves)


def _with_tag(name: bytes, body: bytes) -> bytes:
    """An RGB profile that does not call itself sRGB, with one tag more."""
    plain = bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()).replace(
        b"s\0R\0G\0B", b"n\0o\0n\0e"
    )
    count = int.from_bytes(plain[128:_TAGS_AT], "big")
    first = _TAGS_AT + _TAG.size * count
    tags = [_TAG.unpack(plain[at : at + _TAG.size]) for at in range(_TAGS_AT, first, _TAG.size)]
    moved = b"".join(_TAG.pack(tag, at + _TAG.size, size) for tag, at, size in tags)
    added = _TAG.pack(name, len(plain) + _TAG.size, len(body))
    made = plain[:128] + struct.pack(">I", count + 1) + moved + added + plain[first:] + body
    return struct.pack(">I", len(made)) + made[4:]


def slow_picture(count: int) -> bytes:
    """A JPEG of 96 × 72 pixels that takes some milliseconds of processor time for each of `count` sets of curves."""
    return encoded(painted(), "JPEG", icc_profile=many_curves(count))
