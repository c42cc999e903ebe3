"""/healthz, /readyz and /metrics of a process that serves nothing else."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, disable_created_metrics, generate_latest

Health = Callable[[], Mapping[str, Mapping[str, Any]]]
_JSON = "application/json"

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which nothing reads


@contextmanager
def serve_health(host: str, port: int, health: Health, stopping: Callable[[], bool] = lambda: False) -> Iterator[int]:
    """Answer in a thread of its own while the block runs; yields the port.

    At each /readyz `stopping` is asked, and `health` if it is not.
    """
    server = ThreadingHTTPServer((host, port), _handler(health, stopping))
    serving = threading.Thread(target=server.serve_forever, name="health", daemon=True)
    serving.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def _handler(health: Health, stopping: Callable[[], bool]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = _answer(self.path, health, stopping=stopping())
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Probes come every few seconds and say nothing."""

    return Handler


def _answer(path: str, health: Health, *, stopping: bool = False) -> tuple[int, str, bytes]:
    match path:
        case "/healthz":
            return 200, _JSON, orjson.dumps({"status": "ok"})
        case "/readyz" if stopping:
            return 503, _JSON, orjson.dumps({"status": "stopping", "dependencies": {}})
        case "/readyz":
            found = health()
            ready = all(one["ok"] for one in found.values())
            body = {"status": "ok" if ready else "unavailable", "dependencies": found}
            return (200 if ready else 503), _JSON, orjson.dumps(body)
        case "/metrics":
            health()  # so that what the gauges say of the dependencies is of now
            return 200, CONTENT_TYPE_LATEST, generate_latest()
    return 404, _JSON, orjson.dumps({"title": "There is no such route."})
