"""One embedder for all contract tests: a real process with a tiny random model, beside a stand-in for the store."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from embedder.main import set_library_defaults
from tests.contract.embedder.process import serving
from tests.contract.embedder.speech import picture
from tests.contract.embedder.watching import Watched, watched
from tests.image_bank import CASES
from tests.random_clip import write_folder

set_library_defaults()  # torch's threads sleep while they wait, as in the service; spinning, they would starve the rest

_OBJECTS: Final[dict[str, Callable[[], bytes]]] = {
    "/pictures/a%20b.png": lambda: picture(1),
    "/pictures/note.txt": lambda: b"words",
    **{f"/pictures/bank/{case}": case.make for case in CASES},
}


class _Store(BaseHTTPRequestHandler):
    """As much of S3 as a reader needs: some pictures, a text, and the error for everything else."""

    def do_GET(self) -> None:
        make = _OBJECTS.get(self.path.partition("?")[0])
        body = None if make is None else make()
        missing = b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>"
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Length", str(len(body if body is not None else missing)))
        self.end_headers()
        self.wfile.write(body if body is not None else missing)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture(scope="session")
def model_folder() -> Iterator[Path]:
    """A tiny model with random weights."""
    with tempfile.TemporaryDirectory() as folder:
        yield write_folder(Path(folder) / "tiny-random")


@pytest.fixture(scope="session")
def store() -> Iterator[str]:
    """An object store's address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Store) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def client(store: str, model_folder: Path) -> Iterator[httpx.Client]:
    """A client of a ready embedder."""
    environment = {
        "MODEL_NAME": str(model_folder),
        "S3_ENDPOINT": store,
        "S3_BUCKET": "pictures",
        "S3_ACCESS_KEY": "test",
        "S3_SECRET_KEY": "test",
        "EMBED_MAX_ITEMS": "40",
    }
    with serving(**environment) as running, httpx.Client(base_url=running.url, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def embedder(model_folder: Path, store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A ready embedder that is watched while it is treated badly."""
    environment = {
        "MODEL_NAME": str(model_folder),
        "S3_ENDPOINT": store,
        "S3_BUCKET": "pictures",
        "S3_ACCESS_KEY": "test",
        "S3_SECRET_KEY": "test",
        "EMBED_TEXT_CACHE": "64",
        "MALLOC_ARENA_MAX": "2",  # as in its image
    }
    with watched(tmp_path_factory.mktemp("embedder"), **environment) as running:
        yield running
