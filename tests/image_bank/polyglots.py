"""Pictures that are something else as well. They are accepted for their pixels; nothing else of them is ever served."""

from collections.abc import Callable
from typing import Final

from catalog.errors import RejectionReason
from catalog.images.formats import ImageFormat
from tests.image_bank.case import BankCase, Verdict
from tests.image_bank.forge import box, chunk, with_chunk, with_segment
from tests.image_bank.metadata import MARKER
from tests.image_bank.seeds import seed
from tests.image_bank.strangers import EICAR, zipped

_SCRIPT: Final = b"<script>alert(document.domain)</script>" + MARKER
_PHP: Final = b"<?php system($_GET['c']); ?>" + MARKER
_PDF: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + MARKER

_CASES: Final[dict[str, tuple[Callable[[], bytes], Verdict]]] = {
    "jpeg-and-zip": (lambda: seed(ImageFormat.JPEG) + zipped() + MARKER, ImageFormat.JPEG),
    "jpeg-and-html": (lambda: seed(ImageFormat.JPEG) + _SCRIPT, ImageFormat.JPEG),
    "jpeg-with-pdf-comment": (lambda: with_segment(seed(ImageFormat.JPEG), 0xFE, _PDF), ImageFormat.JPEG),
    "jpeg-and-second-jpeg": (lambda: seed(ImageFormat.JPEG) * 2, ImageFormat.JPEG),
    "png-and-php": (lambda: seed(ImageFormat.PNG) + _PHP, ImageFormat.PNG),
    "png-with-php-text": (lambda: with_chunk(seed(ImageFormat.PNG), chunk(b"tEXt", b"c\0" + _PHP)), ImageFormat.PNG),
    "png-with-eicar": (lambda: with_chunk(seed(ImageFormat.PNG), chunk(b"tEXt", b"c\0" + EICAR)), ImageFormat.PNG),
    "gif-and-script": (lambda: seed(ImageFormat.GIF) + b"/*" + _SCRIPT, ImageFormat.GIF),
    "webp-and-script": (lambda: seed(ImageFormat.WEBP) + _SCRIPT, ImageFormat.WEBP),
    "bmp-and-script": (lambda: seed(ImageFormat.BMP) + _SCRIPT, ImageFormat.BMP),
    "tiff-and-zip": (lambda: seed(ImageFormat.TIFF) + zipped() + MARKER, ImageFormat.TIFF),
    "heic-with-free-box-of-script": (lambda: seed(ImageFormat.HEIC) + box(b"free", _SCRIPT), ImageFormat.HEIC),
    "avif-with-mp4-brand": (
        lambda: box(b"ftyp", b"isom\0\0\0\0avifmif1") + seed(ImageFormat.AVIF)[32:],
        RejectionReason.UNSUPPORTED_FORMAT,
    ),
    "html-then-jpeg": (lambda: b"<html>" + seed(ImageFormat.JPEG), RejectionReason.NOT_AN_IMAGE),
    "pdf-then-jpeg": (lambda: _PDF + seed(ImageFormat.JPEG), RejectionReason.UNSUPPORTED_FORMAT),
}

CASES: Final = [BankCase(name, make, verdict) for name, (make, verdict) in _CASES.items()]
