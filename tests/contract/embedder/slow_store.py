"""A stand-in for the object store that answers when it is told to: what waits for it holds its place in the queue."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.contract.embedder.speech import picture


class SlowStore(ThreadingHTTPServer):
    """Each object is the same picture; reads wait for `let_go`."""

    daemon_threads = True

    def __init__(self) -> None:
        self.let_go = threading.Event()
        super().__init__(("127.0.0.1", 0), _Object)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Object(BaseHTTPRequestHandler):
    server: SlowStore

    def do_GET(self) -> None:
        self.server.let_go.wait(60)
        body = picture(1)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@contextmanager
def slow_store() -> Iterator[SlowStore]:
    """A running one."""
    with SlowStore() as store:
        thread = threading.Thread(target=store.serve_forever)
        thread.start()
        try:
            yield store
        finally:
            store.let_go.set()
            store.shutdown()
            thread.join()
