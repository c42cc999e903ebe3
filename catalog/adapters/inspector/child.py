"""A process that looks at one untrusted picture after another: `python -m catalog.adapters.inspector.child PARENT`.

It is started by the pool with an empty environment, reads frames on standard input and answers on standard output.
"""

import encodings.ascii
import encodings.cp1252
import encodings.latin_1
import encodings.utf_16
import encodings.utf_16_be
import encodings.utf_16_le
import encodings.utf_32
import os
import sys
from typing import Final

import pillow_heif.options
from PIL import AvifImagePlugin, ExifTags, Image, ImageColor, ImageOps, ImagePalette, ImageSequence, TiffTags

from catalog.adapters.inspector import wire
from catalog.adapters.inspector.confinement import allow_cpu, confine, die_with
from catalog.errors import ImageRejected
from catalog.images.inspection import inspect
from catalog.images.perceptual_hash import hash_picture
from catalog.images.thumbnails import make_thumbnails

# Imported because a decoder may look them up for the first time when no file can be opened any more.
_AT_HAND: Final = (
    encodings.ascii,
    encodings.cp1252,
    encodings.latin_1,
    encodings.utf_16,
    encodings.utf_16_be,
    encodings.utf_16_le,
    encodings.utf_32,
    ExifTags,
    ImageColor,
    ImageOps,
    ImagePalette,
    ImageSequence,
    TiffTags,
)
_STDIN: Final = 0
_STDOUT: Final = 1
_STDERR: Final = 2


def main() -> None:
    """Answer until standard input closes."""
    die_with(int(sys.argv[1]))
    answers = os.dup(_STDOUT)
    os.dup2(_STDERR, _STDOUT)  # nothing that a library prints can be taken for an answer
    Image.preinit()
    hash_picture(Image.new("L", (32, 32)))  # imagehash imports its transform when it is first called
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pillow_heif.options.DECODE_THREADS = 1
    first = _receive()
    if first is None:
        return
    terms = wire.terms_from_header(first[0])
    confine(memory_bytes=terms.memory_bytes, lifetime_cpu_s=int(terms.cpu_s * (terms.most_pictures + 1)) + 1)
    _send(answers, wire.packed({"ready": True}))
    while (task := _receive()) is not None:
        allow_cpu(terms.cpu_s)
        answer = _answer(*task, terms)
        allow_cpu(0)
        _send(answers, answer)


def _answer(header: wire.Header, data: bytes, terms: wire.Terms) -> bytes:
    try:
        if header["do"] == "thumbnails":
            return wire.thumbnails_to_frame(make_thumbnails(data, limits=terms.limits))
        found = inspect(
            data,
            limits=terms.limits,
            declared_type=header["declared_type"],
            preprocess=wire.preprocess_from_header(header["preprocess"]),
            crops=header["crops"],
        )
        return wire.inspection_to_frame(found)
    except ImageRejected as refusal:
        swollen = isinstance(refusal.__cause__, MemoryError)
        return wire.packed({"rejected": refusal.reason, "detail": str(refusal), "swollen": swollen})
    except Exception as error:
        # The pool counts it, replaces this process and refuses the picture; a test keeps the count at nought.
        return wire.packed({"failed": type(error).__name__})


def _receive() -> tuple[wire.Header, bytes] | None:
    """The next frame, None when the pool has closed the pipe."""
    lengths = _read(wire.LENGTHS.size)
    if not lengths:
        return None
    header_length, body_length = wire.LENGTHS.unpack(lengths)
    return wire.unpacked_header(_read(header_length)), _read(body_length)


def _read(size: int) -> bytes:
    """Exactly so many bytes, or none at the end of the pipe."""
    pieces = bytearray()
    while len(pieces) < size:
        piece = os.read(_STDIN, size - len(pieces))
        if not piece:
            return b""
        pieces += piece
    return bytes(pieces)


def _send(answers: int, frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(answers, rest) :]


if __name__ == "__main__":
    main()
