"""Sound pixels with strange words around them."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PIL import ImageCms

from catalog.images.formats import ImageFormat
from tests.image_bank.case import BankCase
from tests.image_bank.forge import chunk, exif, segment, with_chunk, with_segment
from tests.image_bank.seeds import seed

_JPEG: Final = ImageFormat.JPEG
_PNG: Final = ImageFormat.PNG
MARKER: Final = b"semblance-canary-4711"
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_XXE: Final = (
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&e;</x:xmpmeta>'
)
_SELF_LOOP: Final = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\x08"


def _with_app1(body: bytes) -> bytes:
    return with_segment(seed(_JPEG), 0xE1, body)


def _turned(orientation: int) -> bytes:
    return _with_app1(exif(orientation))


def _large_maker_note() -> bytes:
    notes = b"".join(segment(0xE1, b"Exif\0\0" + bytes(60_000)) for _ in range(160))
    return seed(_JPEG)[:2] + notes + seed(_JPEG)[2:]


def _profile(kind: str) -> bytes:
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile(kind)).tobytes())  # type: ignore[arg-type]


def _with_profile(profile: bytes) -> bytes:
    return with_segment(seed(_JPEG), 0xE2, b"ICC_PROFILE\0\1\1" + profile)


def _comment(text: bytes) -> bytes:
    return with_segment(seed(_JPEG), 0xFE, text + MARKER)


_CASES: Final[dict[str, tuple[Callable[[], bytes], ImageFormat]]] = {
    **{f"exif-orientation-{value}": (partial(_turned, value), _JPEG) for value in (*range(9), 99, 65_535)},
    "exif-orientation-as-text": (lambda: _with_app1(exif(b"six\0")), _JPEG),
    "exif-little-endian": (lambda: _with_app1(exif(6, order="II")), _JPEG),
    "exif-garbage": (lambda: _with_app1(b"Exif\0\0" + b"\x99garbage" * 8), _JPEG),
    "exif-empty": (lambda: _with_app1(b"Exif\0\0"), _JPEG),
    "exif-directory-in-a-loop": (lambda: _with_app1(_SELF_LOOP), _JPEG),
    "exif-offset-outside": (lambda: _with_app1(b"Exif\0\0MM\0\x2a\xff\xff\xff\xf0"), _JPEG),
    "exif-in-png": (lambda: with_chunk(seed(_PNG), chunk(b"eXIf", exif(6)[6:])), _PNG),
    "exif-in-png-garbage": (lambda: with_chunk(seed(_PNG), chunk(b"eXIf", b"garbage")), _PNG),
    "exif-10-mb": (_large_maker_note, _JPEG),
    "xmp-64-kb": (lambda: _with_app1(_XMP + b" " * 65_000), _JPEG),
    "xmp-with-xxe": (lambda: _with_app1(_XMP + _XXE), _JPEG),
    "iptc-garbage": (
        lambda: with_segment(seed(_JPEG), 0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\xff\xff\xff\xff"),
        _JPEG,
    ),
    "icc-garbage": (lambda: _with_profile(b"not a profile"), _JPEG),
    "icc-empty": (lambda: _with_profile(b""), _JPEG),
    "icc-lab-on-rgb": (lambda: _with_profile(_profile("LAB")), _JPEG),
    "icc-srgb": (lambda: _with_profile(_profile("sRGB")), _JPEG),
    "icc-wrong-counts": (lambda: with_segment(seed(_JPEG), 0xE2, b"ICC_PROFILE\0\xff\xff" + bytes(100)), _JPEG),
    "mpf-garbage": (lambda: with_segment(seed(_JPEG), 0xE2, b"MPF\0MM\0\x2a\0\0\0\x08\xff\xff"), _JPEG),
    "comment-with-line-ends": (lambda: _comment(b"a\r\nSet-Cookie: x=1\r\n"), _JPEG),
    "comment-with-terminal-codes": (lambda: _comment(b"\x1b[2J\x1b]0;owned\x07"), _JPEG),
    "comment-with-html": (lambda: _comment(b"<script>alert(1)</script>"), _JPEG),
    "comment-right-to-left": (lambda: _comment("\u202egnp.exe".encode()), _JPEG),
    "png-text-with-nul": (lambda: with_chunk(seed(_PNG), chunk(b"tEXt", b"k\0v\0w" + MARKER)), _PNG),
    "png-text-without-key": (lambda: with_chunk(seed(_PNG), chunk(b"tEXt", b"")), _PNG),
    "png-gamma-zero": (lambda: with_chunk(seed(_PNG), chunk(b"gAMA", bytes(4))), _PNG),
    "png-density-zero": (lambda: with_chunk(seed(_PNG), chunk(b"pHYs", bytes(9))), _PNG),
    "jfif-density-zero": (lambda: with_segment(seed(_JPEG), 0xE0, b"JFIF\0\1\2\1\0\0\0\0\0\0"), _JPEG),
}

CASES: Final = [BankCase(name, make, verdict) for name, (make, verdict) in _CASES.items()]
