"""A Qdrant to test against: ours, started as a process of its own on a free port, or the one at $QDRANT_TEST_URL."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from qdrant_client import QdrantClient

EXTERNAL_URL = os.environ.get("QDRANT_TEST_URL", "")
EXTERNAL_KEY = os.environ.get("QDRANT_TEST_API_KEY", "")
API_KEY = EXTERNAL_KEY or "face-under-test"
_START_LIMIT_S = 60


@contextmanager
def connect(url: str, api_key: str | None = API_KEY) -> Iterator[QdrantClient]:
    """Lend a client, as the product makes it: REST only, without a question for the server's version."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Api key is used with an insecure connection")
        client = QdrantClient(url=url, api_key=api_key, check_compatibility=False, timeout=60)
    with closing(client):
        yield client


class FaceProcess:
    """Our server over one folder; can be killed and started again at the same address."""

    def __init__(self, storage: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._storage = storage
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start the server and wait until it is ready."""
        arguments = ["--port", str(self._port), "--path", str(self._storage)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.qdrant_server", *arguments],
            env={**os.environ, "QDRANT__SERVICE__API_KEY": API_KEY},
        )
        deadline = time.monotonic() + _START_LIMIT_S
        while not self._is_ready():
            assert self._process.poll() is None, "the server ended while it was starting"
            assert time.monotonic() < deadline, "the server did not become ready"
            time.sleep(0.05)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server by a signal and wait until it is gone."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:  # noqa: S310 — our own http:// address
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
