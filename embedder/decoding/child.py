"""A process that decodes one untrusted picture after another: `python -m embedder.decoding.child TERMS`.

It is started with an empty environment and speaks over its standard input, which is a socket.
"""

import contextlib
import encodings.ascii
import encodings.cp1252
import encodings.latin_1
import encodings.utf_16
import encodings.utf_16_be
import encodings.utf_16_le
import encodings.utf_32
import json
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from typing import Any, Final

import pillow_heif.options
from PIL import AvifImagePlugin, ExifTags, Image, ImageColor, ImagePalette, TiffTags

from embedder.decoding import wire
from embedder.decoding.wire import Frame
from embedder.errors import Reason, UnreadablePicture
from embedder.framing import Framing
from embedder.pixels import DecodeLimits, model_pixels

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
    ImagePalette,
    TiffTags,
)
# Standard input, output and error: no file, socket or pipe can be opened beyond these.
_OPEN_FILES: Final = 3


class _Service:
    """The service's end of the socket; as a gate it asks there for the room that a picture takes."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def next_picture(self) -> bytes:
        """The next encoded picture. Raises wire.Gone when there will be none."""
        return self._expect(Frame.PICTURE)

    def answer(self, frame: Frame, body: bytes) -> None:
        """Say what became of it."""
        wire.send(self._connection, frame, body)

    @contextlib.contextmanager
    def hold(self, pixels: int) -> Iterator[None]:
        """Wait until there is room for so many pixels; the service knows when they are let go."""
        wire.send(self._connection, Frame.NEEDED, b"%d" % pixels)
        self._expect(Frame.GO)
        yield

    def _expect(self, frame: Frame) -> bytes:
        found, body = wire.receive(self._connection)
        if found is not frame:
            raise ValueError(f"expected {frame}, not {found}")
        return body


def main() -> None:
    """Answer until the service closes the socket, or until a picture took all the memory."""
    terms = json.loads(sys.argv[1])
    service = _Service(socket.socket(fileno=sys.stdin.fileno()))
    Image.init()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pillow_heif.options.DECODE_THREADS = 1
    limits = DecodeLimits(**terms["limits"])
    frame = terms["framing"]
    framing = Framing(frame["side"], tuple(frame["fill"]), frame["mode"])
    confine(terms["memory_bytes"])
    with contextlib.suppress(wire.Gone, OSError):
        while _answered(service, framing, limits, terms["cpu_s"]):
            pass


def confine(memory_bytes: int) -> None:
    """Cap the address space; open no file, write none, dump no core. Call it after the last import."""
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(limit, (value, value))


def _answered(service: _Service, framing: Framing, limits: DecodeLimits, cpu_s: float) -> bool:
    """Decode one picture; False when this process should not look at another one."""
    data = service.next_picture()
    _allow_cpu(cpu_s)
    try:
        pixels = model_pixels(data, framing, limits=limits, gate=service)
    except UnreadablePicture as refusal:
        swollen = isinstance(refusal.__cause__, MemoryError)
        service.answer(Frame.REFUSED, json.dumps(_refusal(refusal, swollen=swollen)).encode())
        return not swollen
    finally:
        _allow_cpu(0)
    service.answer(Frame.PIXELS, pixels.tobytes())
    return True


def _refusal(refusal: UnreadablePicture, *, swollen: bool) -> dict[str, Any]:
    if swollen:
        return {"reason": Reason.DECODE_LIMIT, "detail": "the picture takes too much memory to decode"}
    return {"reason": refusal.reason, "detail": refusal.detail}


def _allow_cpu(seconds: float) -> None:
    """From now on, be killed by SIGPROF after so much processor time; 0 lifts it.

    SIGPROF keeps its default action, so the kernel ends the process wherever it is: Python's own handlers would wait
    for the C call to return.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    main()
