"""A TCP proxy that can stop being a good one: refuse, fall silent, or lose the answer to a request it passed on."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

_CHUNK = 65_536


class Mood(StrEnum):
    """How the proxy treats its callers; a change takes effect at once, for open connections too."""

    FAITHFUL = "faithful"
    REFUSING = "refusing"  # nobody listens, and open connections are reset
    SILENT = "silent"  # callers are accepted and heard, and never answered


class Proxy:
    """Listens on a port of its own, on loopback, for one service."""

    def __init__(self, upstream: tuple[str, int]) -> None:
        self._upstream = upstream
        self._mood = Mood.FAITHFUL
        self._open: set[socket.socket] = set()
        self._marker: bytes | None = None
        self.met = 0  # requests and answers that were lost: proof that the fault landed (refusals cannot be counted)
        self._listener = self._listen(0)
        self.port = int(self._listener.getsockname()[1])

    @contextmanager
    def being(self, mood: Mood) -> Iterator[None]:
        """Be like that for a while, and then faithful again."""
        self._turn(mood)
        try:
            yield
        finally:
            self._turn(Mood.FAITHFUL)

    @contextmanager
    def losing_answers_to(self, marker: bytes) -> Iterator[None]:
        """Pass on requests that hold the marker, and on those connections nothing back from then on."""
        self._marker = marker
        try:
            yield
        finally:
            self._marker = None
            self._hang_up()

    def close(self) -> None:
        """Let go of everything."""
        self._listener.close()
        self._hang_up()

    def _turn(self, mood: Mood) -> None:
        self._mood = mood
        if mood is Mood.REFUSING:
            # Shut down first: it wakes the thread that waits in accept, which a close alone would not.
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        if mood in (Mood.REFUSING, Mood.FAITHFUL):
            self._hang_up()
        if mood is Mood.FAITHFUL and self._listener.fileno() < 0:
            self._listener = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                caller, _ = listener.accept()
                threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        service = socket.create_connection(self._upstream)
        self._open |= {caller, service}
        deaf = threading.Event()
        answers = threading.Thread(target=self._carry_answers, args=(service, caller, deaf), daemon=True)
        answers.start()
        self._carry_requests(caller, service, deaf)
        answers.join()
        self._open -= {caller, service}
        for end in (caller, service):
            end.close()

    def _carry_requests(self, caller: socket.socket, service: socket.socket, deaf: threading.Event) -> None:
        with _until_either_ends(caller, service):
            while data := caller.recv(_CHUNK):
                if self._mood is Mood.SILENT:
                    self.met += 1
                    continue
                if self._marker is not None and self._marker in data:
                    deaf.set()
                service.sendall(data)

    def _carry_answers(self, service: socket.socket, caller: socket.socket, deaf: threading.Event) -> None:
        with _until_either_ends(service, caller):
            while data := service.recv(_CHUNK):
                if deaf.is_set():
                    self.met += 1
                elif self._mood is not Mood.SILENT:
                    caller.sendall(data)

    def _hang_up(self) -> None:
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def _until_either_ends(*ends: socket.socket) -> Iterator[None]:
    with suppress(OSError):
        yield
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
