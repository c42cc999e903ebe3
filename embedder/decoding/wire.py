"""What the service and a decoding process say to each other: frames of a letter, a length and a body."""

import socket
import struct
from enum import Enum
from typing import Final

_HEAD: Final = struct.Struct(">cI")
_MOST_AT_ONCE: Final = 1 << 20


class Frame(Enum):
    """What a frame holds."""

    PICTURE = b"D"
    """To the process: an encoded picture."""
    NEEDED = b"N"
    """From it: how many pixels decoding will hold, as decimal digits. It waits for GO."""
    GO = b"G"
    """To it: there is room."""
    PIXELS = b"P"
    """From it: the model's pixels."""
    REFUSED = b"R"
    """From it: JSON `{"reason", "detail"}`."""


class Gone(Exception):
    """The other end has closed."""


def send(to: socket.socket, frame: Frame, body: bytes = b"") -> None:
    """One frame. Raises OSError, TimeoutError if the socket has a timeout."""
    to.sendall(_HEAD.pack(frame.value, len(body)))
    to.sendall(body)


def receive(source: socket.socket) -> tuple[Frame, bytes]:
    """The next frame. Raises Gone at the end, OSError, TimeoutError, ValueError for nonsense."""
    letter, length = _HEAD.unpack(_exactly(source, _HEAD.size))
    return Frame(letter), _exactly(source, length)


def _exactly(source: socket.socket, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = source.recv(min(size - len(pieces), _MOST_AT_ONCE))
        if not piece:
            raise Gone("the other end has closed")
        pieces += piece
    return bytes(pieces)
