"""Things that are not pictures, and pictures of formats that are refused."""

import gzip
import io
import zipfile
from functools import partial
from random import Random
from typing import Final

from catalog.errors import RejectionReason
from catalog.images.formats import ImageFormat
from tests.image_bank.case import BankCase
from tests.image_bank.forge import bmp, box
from tests.image_bank.seeds import seed

_NOT: Final = RejectionReason.NOT_AN_IMAGE
_UNSUPPORTED: Final = RejectionReason.UNSUPPORTED_FORMAT
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">'


def noise(size: int, number: int = 1) -> bytes:
    """Bytes without meaning, the same for the same number."""
    return Random(number).randbytes(size)


def zipped() -> bytes:
    """A small archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt", (2020, 1, 1, 0, 0, 0)), "text")
    return out.getvalue()


_LAUGHS: Final = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + _SVG
    + b"<text>&b;</text></svg>"
)
_STRANGERS: Final[dict[str, bytes]] = {
    "one-byte": b"\xff",
    "text": b"This is not a picture.\n" * 40,
    "html": b"<!DOCTYPE html><html><body><svg></svg><script>alert(1)</script></body></html>",
    "utf-16-text": "not a picture".encode("utf-16"),
    "zeros-1-mb": bytes(1_000_000),
    "noise-4-kb": noise(4096),
    "zip": zipped(),
    "elf": b"\x7fELF\x02\x01\x01" + bytes(100),
    "mz-executable": b"MZ\x90\x00" + bytes(200),
    "eicar": EICAR,
    "gzip": gzip.compress(b"text" * 100, mtime=0),
    "wav": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(32),
    "php": b"<?php system($_GET['c']); ?>",
    "json": b'{"picture": "none"}',
    "bm-but-no-bitmap": b"BM" + noise(60),
    "half-a-jpeg-magic": b"\xff\xd8",
    "half-a-png-magic": b"\x89PNG\r\n",
}
_REFUSED: Final[dict[str, bytes]] = {
    "svg": _SVG + b"</svg>",
    "svg-with-script": b'<?xml version="1.0"?>' + _SVG + b"<script>alert(1)</script></svg>",
    "svg-with-xxe": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + _SVG
    + b"&x;</svg>",
    "svg-billion-laughs": _LAUGHS,
    "svg-external-href": _SVG + b'<image href="http://127.0.0.1/secret"/></svg>',
    "svg-after-bom-and-comment": b"\xef\xbb\xbf <!-- drawn by hand --> " + _SVG + b"</svg>",
    "svg-many-comments": b"<!---->" * 500 + _SVG + b"</svg>",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n",
    "eps-with-preview": b"\xc5\xd0\xd3\xc6" + bytes(60),
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "psd": b"8BPS\x00\x01" + bytes(40),
    "ico": b"\x00\x00\x01\x00\x01\x00" + bytes(40),
    "jpeg-2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(40),
    "jpeg-2000-codestream": b"\xff\x4f\xff\x51" + bytes(40),
    "jpeg-xl": b"\xff\x0a" + bytes(40),
    "jpeg-xl-container": b"\x00\x00\x00\x0cJXL \r\n\x87\n" + bytes(40),
    "ppm": b"P6\n2 2\n255\n" + bytes(12),
    "qoi": b"qoif" + bytes(20),
    "dds": b"DDS " + bytes(124),
    "wmf": b"\xd7\xcd\xc6\x9a" + bytes(40),
    "emf": b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(60),
    "exr": b"\x76\x2f\x31\x01" + bytes(40),
    "radiance": b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n",
    "xcf": b"gimp xcf v011\x00",
    "fits": b"SIMPLE  =                    T",
    "mp4": box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + box(b"mdat", bytes(64)),
    "quicktime": box(b"ftyp", b"qt  \0\0\2\0qt  ") + box(b"mdat", bytes(64)),
    "mp4-that-claims-mif1": box(b"ftyp", b"mif1\0\0\0\0mif1isom") + box(b"mdat", bytes(64)),
    "avi": b"RIFF\x24\x00\x00\x00AVI LIST" + bytes(32),
    "webm": b"\x1aE\xdf\xa3" + bytes(40),
    "big-tiff": b"II\x2b\x00\x08\x00\x00\x00" + bytes(40),
    "canon-raw": b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(60),
    "mng": b"\x8aMNG\r\n\x1a\n" + bytes(40),
}
# The first bytes are right; what a structural walk or the decoder then says of the noise behind them.
_MAGIC_AND_NOISE: Final = {
    ImageFormat.JPEG: RejectionReason.CORRUPT,
    ImageFormat.PNG: RejectionReason.CORRUPT,
    ImageFormat.WEBP: RejectionReason.CORRUPT,
    ImageFormat.GIF: RejectionReason.ASPECT_TOO_EXTREME,
    ImageFormat.BMP: RejectionReason.SIDE_TOO_LONG,
    ImageFormat.TIFF: RejectionReason.TOO_MANY_CHUNKS,
    ImageFormat.HEIC: RejectionReason.TRUNCATED,
    ImageFormat.AVIF: RejectionReason.TRUNCATED,
}
_MAGIC_LENGTH: Final = {ImageFormat.BMP: 18, ImageFormat.HEIC: 24, ImageFormat.AVIF: 24, ImageFormat.WEBP: 12}
_WRONGLY_DECLARED: Final = {
    "png-declared-jpeg": (ImageFormat.PNG, "image/jpeg"),
    "jpeg-declared-png": (ImageFormat.JPEG, "image/png"),
    "webp-declared-jpeg": (ImageFormat.WEBP, "image/jpeg; charset=binary"),
    "avif-declared-heic": (ImageFormat.AVIF, "image/heic"),
    "jpeg-declared-svg": (ImageFormat.JPEG, "image/svg+xml"),
    "gif-declared-html": (ImageFormat.GIF, "text/html"),
    "bmp-declared-nonsense": (ImageFormat.BMP, "nonsense"),
}


def _magic_and_noise(found: ImageFormat) -> bytes:
    return seed(found)[: _MAGIC_LENGTH.get(found, 8)] + noise(4096, 3)


CASES: Final = [
    BankCase("empty", bytes, RejectionReason.EMPTY),
    *(BankCase(name, partial(bytes, data), _NOT) for name, data in _STRANGERS.items()),
    *(BankCase(name, partial(bytes, data), _UNSUPPORTED) for name, data in _REFUSED.items()),
    *(
        BankCase(f"magic-and-noise-{found}", partial(_magic_and_noise, found), reason)
        for found, reason in _MAGIC_AND_NOISE.items()
    ),
    *(
        BankCase(name, partial(seed, found), RejectionReason.FORMAT_MISMATCH, declared)
        for name, (found, declared) in _WRONGLY_DECLARED.items()
    ),
    BankCase("jpeg-declared-jpg", lambda: seed(ImageFormat.JPEG), ImageFormat.JPEG, "IMAGE/JPG"),
    BankCase("png-declared-octets", lambda: seed(ImageFormat.PNG), ImageFormat.PNG, "application/octet-stream"),
    BankCase("heic-declared-heif", lambda: seed(ImageFormat.HEIC), ImageFormat.HEIC, "image/heif"),
    BankCase("bitmap-with-script", lambda: bmp(16, 16, b"*/=1;alert(1)//".ljust(768, b" ")), ImageFormat.BMP),
]
