"""Which picture formats are accepted, and telling them by their first bytes alone."""

import re
from enum import StrEnum
from typing import Final

from catalog.errors import ImageRejected, RejectionReason


class ImageFormat(StrEnum):
    """The formats that are decoded; everything else is refused."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    BMP = "bmp"
    TIFF = "tiff"
    HEIC = "heic"
    AVIF = "avif"

    @property
    def content_type(self) -> str:
        """The registered media type."""
        return f"image/{self.value}"


_MAGIC: Final = (
    (b"\xff\xd8\xff", ImageFormat.JPEG),
    (b"\x89PNG\r\n\x1a\n", ImageFormat.PNG),
    (b"GIF87a", ImageFormat.GIF),
    (b"GIF89a", ImageFormat.GIF),
    (b"II*\x00", ImageFormat.TIFF),
    (b"MM\x00*", ImageFormat.TIFF),
)
_BMP_HEADERS: Final = frozenset(size.to_bytes(4, "little") for size in (12, 16, 40, 52, 56, 64, 108, 124))
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
# Pictures, films and documents that are known and still refused: each would bring a decoder that nobody needs.
_KNOWN_ELSEWHERE: Final = re.compile(
    rb"%PDF|%!PS|\xc5\xd0\xd3\xc6|8BPS|SIMPLE  =|\x00\x00[\x01\x02]\x00|\x00\x00\x00\x0c(?:jP  |JXL )|\xff\x4f\xff\x51"
    rb"|\xff\x0a|P[1-7fF]\s|qoif|DDS |\xd7\xcd\xc6\x9a|\x01\x00\x00\x00.{36} EMF|\x76\x2f\x31\x01|#\?RADIANCE"
    rb"|gimp xcf|AT&TFORM|farbfeld|icns|[\x8a\x8b][MJ]NG|\x01\xda|II[\x2a\x2b]\x00|MM\x00[\x2a\x2b]|IIU\x00|IIRO"
    rb"|FUJIFILM|\x1aE\xdf\xa3|RIFF....AVI |....ftyp",
    re.DOTALL,
)
_SVG_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE svg|(?:\w{1,20}:)?svg[\s>])")
_SVG_ROOT: Final = re.compile(rb"<(?:\w{1,20}:)?svg[\s>]")
_SVG_PROLOGUE: Final = 4096
_SYNONYMS: Final = {
    "image/jpg": ImageFormat.JPEG,
    "image/pjpeg": ImageFormat.JPEG,
    "image/apng": ImageFormat.PNG,
    "image/x-png": ImageFormat.PNG,
    "image/x-ms-bmp": ImageFormat.BMP,
    "image/x-bmp": ImageFormat.BMP,
    "image/tif": ImageFormat.TIFF,
    "image/heif": ImageFormat.HEIC,
    "image/heic-sequence": ImageFormat.HEIC,
    "image/heif-sequence": ImageFormat.HEIC,
    "image/avif-sequence": ImageFormat.AVIF,
}
_BY_CONTENT_TYPE: Final = {found.content_type: found for found in ImageFormat} | _SYNONYMS
_UNSPECIFIC: Final = frozenset({"", "application/octet-stream", "binary/octet-stream", "image/*", "*/*"})


def sniff(data: bytes) -> ImageFormat:
    """The format that the first bytes claim.

    Raises ImageRejected: EMPTY, UNSUPPORTED_FORMAT (known, but not one of ours), NOT_AN_IMAGE.
    """
    if not data:
        raise ImageRejected(RejectionReason.EMPTY, "there are no bytes")
    found = _by_magic(data[:64])
    if found is not None:
        return found
    prologue = data[:_SVG_PROLOGUE]
    if _KNOWN_ELSEWHERE.match(data) or (_SVG_START.match(prologue) and _SVG_ROOT.search(prologue)):
        raise ImageRejected(RejectionReason.UNSUPPORTED_FORMAT, "this format is not one of those accepted")
    raise ImageRejected(RejectionReason.NOT_AN_IMAGE, "the bytes are not a picture")


def check_declared(found: ImageFormat, declared_type: str | None) -> None:
    """Raise FORMAT_MISMATCH when the sender said something definite and the bytes are something else."""
    declared = (declared_type or "").split(";")[0].strip().lower()
    if declared in _UNSPECIFIC or _BY_CONTENT_TYPE.get(declared) is found:
        return
    raise ImageRejected(RejectionReason.FORMAT_MISMATCH, f"the bytes are {found.content_type}, not what was declared")


def _by_magic(head: bytes) -> ImageFormat | None:
    for magic, found in _MAGIC:
        if head.startswith(magic):
            # Canon's raw files are TIFFs whose first page is only a preview.
            return None if found is ImageFormat.TIFF and head[8:10] == b"CR" else found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return ImageFormat.WEBP
    if head[:2] == b"BM" and len(head) >= 18 and head[14:18] in _BMP_HEADERS:
        return ImageFormat.BMP
    return _by_brand(head) if head[4:8] == b"ftyp" else None


def _by_brand(head: bytes) -> ImageFormat | None:
    """The major brand decides; the generic one (mif1, msf1) leaves it to the compatible brands."""
    major, box_end = head[8:12], int.from_bytes(head[:4], "big")
    compatible = {head[at : at + 4] for at in range(16, min(box_end, len(head)), 4)}
    brands = {major} if major not in {b"mif1", b"msf1", b"miaf"} else compatible
    if brands & _AVIF_BRANDS:
        return ImageFormat.AVIF
    return ImageFormat.HEIC if brands & _HEIC_BRANDS else None
