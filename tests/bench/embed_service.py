"""An embedding service of a bench's own: `python -m embedder` on a port of the loopback, its weights written once."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import httpx

from deploy.local.layout import REPOSITORY
from tests.bench.embed_plan import Backend, EmbedPlan
from tests.bench.wire import Address

WORK: Final = REPOSITORY / ".local-bench-embed"
OFFLINE: Final = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}
_READY_WITHIN_S: Final = 600.0
_STOPPED_WITHIN_S: Final = 30.0


class Unusable(Exception):
    """A service does not start, or is not the one that was asked for."""


@dataclass(frozen=True)
class Server:
    """A running service, ours or a peer's."""

    name: str
    address: Address
    pid: int

    @cached_property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://{self.address.host}:{self.address.port}"


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def named(backend: Backend) -> str:
    """A backend and its precision, as they are printed."""
    return " ".join(backend)


def weights() -> Path:
    """ViT-B-32 with random weights in fp32, the same in every run."""
    file = WORK / "vit_b_32.safetensors"
    _write_once(file, "vit-b-32")
    return file


def little_model() -> Path:
    """A folder with a random model that answers in milliseconds."""
    folder = WORK / "little"
    _write_once(folder, "little")
    return folder


def environment(plan: EmbedPlan, backend: Backend) -> dict[str, str]:
    """The settings of the model that the plan measures."""
    model = {"MODEL_NAME": "semblance-tiny"}
    if not plan.small:
        model = {"MODEL_NAME": "ViT-B-32", "MODEL_PRETRAINED": str(weights())}
    return {**OFFLINE, **model, "MODEL_BACKEND": backend[0], "MODEL_PRECISION": backend[1], "MODEL_CACHE": str(WORK)}


def check_version(backend: Backend, version: str) -> None:
    """Raise Unusable when a model's version tells of another backend."""
    _, _, told = version.partition("-")
    _, _, told = told.partition("-")
    if (told or "torch-fp32") != "-".join(backend):
        raise Unusable(f"{named(backend)} was asked for, and the model is {version}")


@contextmanager
def serving(plan: EmbedPlan, backend: Backend, **settings: str) -> Iterator[Server]:
    """A ready embedder with this backend. Raises Unusable."""
    port = free_port()
    its = environment(plan, backend) | {"EMBED_PORT": str(port), "LOG_LEVEL": "WARNING"} | settings
    with running(named(backend), [sys.executable, "-m", "embedder"], port, "/readyz", its) as server:
        facts = httpx.get(f"{server.url}/model", timeout=60).raise_for_status().json()
        check_version(backend, facts["model_version"])
        yield server


@contextmanager
def running(name: str, command: list[str], port: int, path: str, its: Mapping[str, str]) -> Iterator[Server]:
    """The program, from when `path` answers 200 until it has ended. Raises Unusable with its last line."""
    WORK.mkdir(exist_ok=True)
    log = WORK / f"{name.replace(' ', '-')}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=REPOSITORY, env=os.environ | dict(its), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        server = Server(name, Address("127.0.0.1", port), process.pid)
        if not _answers(process, server.url + path):
            raise Unusable(f"{name}: {(log.read_text().strip().splitlines() or ['it said nothing'])[-1]}")
        yield server
    finally:
        _stop(process)


def _answers(process: subprocess.Popen[Any], url: str) -> bool:
    deadline = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(httpx.TransportError):
            if httpx.get(url).status_code == 200:
                return True
        time.sleep(0.05)
    return False


def _stop(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(_STOPPED_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _write_once(path: Path, what: str) -> None:
    if not path.exists():
        WORK.mkdir(exist_ok=True)
        subprocess.run([sys.executable, "-m", "tests.bench.embed_weights", what, str(path)], cwd=REPOSITORY, check=True)
