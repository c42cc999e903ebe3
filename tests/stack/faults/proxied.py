"""A gateway of the test's own beside the stack's, whose every dependency is behind a proxy."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from deploy.local.layout import REPOSITORY
from deploy.local.process import dies_with_parent
from tests.stack.faults.proxy import Proxy
from tests.stack.faults.rest import until

# What /readyz calls each dependency, and the variable that says where it is.
DEPENDENCIES: Mapping[str, str] = {
    "database": "DATABASE_URL",
    "index": "QDRANT_URL",
    "store": "S3_ENDPOINT",
    "queue": "REDIS_URL",
    "embedder": "EMBED_URL",
}


@dataclass(frozen=True, slots=True)
class Proxied:
    """Where the gateway is, and the proxies by the names that /readyz uses."""

    url: str
    proxies: Mapping[str, Proxy]
    process: subprocess.Popen[bytes]

    def not_ready(self) -> set[str]:
        """The dependencies that /readyz calls away."""
        answer = httpx.get(f"{self.url}/readyz", timeout=15)
        away = {name for name, found in answer.json()["dependencies"].items() if not found["ok"]}
        assert answer.status_code == (503 if away else 200)
        return away


@contextmanager
def proxied_gateway(env: Mapping[str, str], log: Path) -> Iterator[Proxied]:
    """Start it, and stop it at the end."""
    with ExitStack() as closing_all:
        proxies: dict[str, Proxy] = {}
        moved: dict[str, str] = {}
        for name, variable in DEPENDENCIES.items():
            found = urlsplit(env[variable])
            proxy = closing_all.enter_context(closing(Proxy((found.hostname or "", found.port or 0))))
            proxies[name] = proxy
            moved[variable] = env[variable].replace(f":{found.port}", f":{proxy.port}")
        port = _free_port()
        moved |= {"API_PORT": str(port), "API_PUBLIC_URL": f"http://127.0.0.1:{port}"}
        process = _start({**os.environ, **env, **moved}, log)
        closing_all.callback(_stop, process)
        gateway = Proxied(f"http://127.0.0.1:{port}", proxies, process)
        until(partial(_is_ready, gateway), f"the gateway behind proxies was ready; see {log}")
        yield gateway


def _start(env: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "gateway"],
            cwd=REPOSITORY,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509 — one system call, no lock taken
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(30)


def _is_ready(gateway: Proxied) -> bool:
    assert gateway.process.poll() is None, "the gateway behind proxies ended"
    try:
        return not gateway.not_ready()
    except httpx.TransportError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
