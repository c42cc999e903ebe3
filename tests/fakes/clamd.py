"""clamd's INSTREAM and PING on the loopback, as its manual describes them, and the ways in which it can go wrong."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

# What a signature file for a real clamd has to hold: `Semblance.Test:0:*:` and this in hex, in a file `test.ndb`.
MARKER: Final = b"SEMBLANCE-TEST-SIGNATURE-0f3a"
NAME: Final = "Semblance.Test.UNOFFICIAL"
TOO_LONG: Final = b"INSTREAM size limit exceeded. ERROR\0"

Manner = Callable[[socket.socket, bytes], None]


def faithful(line: socket.socket, data: bytes) -> None:
    """Say whether the marker is in the bytes."""
    line.sendall(b"stream: " + (f"{NAME} FOUND".encode() if MARKER in data else b"OK") + b"\0")


def saying(answer: bytes) -> Manner:
    """Whatever the bytes are, say this and hang up."""
    return lambda line, _: line.sendall(answer)


class FakeClamd:
    """Listens on a port of its own until it is closed; its `manner` answers each scan once all its bytes are there."""

    def __init__(self, manner: Manner = faithful, *, limit: int = 100 * 1024 * 1024) -> None:
        self.manner = manner
        self._limit = limit
        self.accepted = 0
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        self.port = int(self._listener.getsockname()[1])
        self.url = f"tcp://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self.accepted += 1
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError), line, line.makefile("rb") as said:
            command = bytearray()
            while not command.endswith(b"\0"):
                command += said.read(1) or b"\0"
            if command == b"zPING\0":
                line.sendall(b"PONG\0")
            elif command == b"zINSTREAM\0":
                self._scan(line, said.read)
            else:
                line.sendall(b"UNKNOWN COMMAND\0")

    def _scan(self, line: socket.socket, read: Callable[[int], bytes]) -> None:
        data = bytearray()
        while size := struct.unpack(">I", read(4))[0]:
            if len(data) + size > self._limit:
                line.sendall(TOO_LONG)
                line.shutdown(socket.SHUT_WR)
                while read(65_536):  # so that the answer is not lost with what was not read
                    pass
                return
            data += read(size)
        self.manner(line, bytes(data))
