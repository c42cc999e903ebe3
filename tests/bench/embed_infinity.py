"""infinity with the same architecture and weights, in its own environment and with its own defaults."""

import importlib.util
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.bench.embed_service import OFFLINE, WORK, Server, Unusable, free_port, running, weights
from tests.bench.peers.environment import PeerMissing, python_of

NAME: Final = "infinity"
_WRITER: Final = Path(__file__).parent / "peers" / "infinity_model.py"


@contextmanager
def serving_infinity() -> Iterator[Server]:
    """It answers. Raises Unusable when it cannot be installed or started."""
    try:
        python = python_of("infinity")
        folder = _folder(python)
    except (PeerMissing, subprocess.CalledProcessError) as error:
        raise Unusable(f"{NAME}: {error}") from error
    port = free_port()
    command = [str(python.with_name("infinity_emb")), "v2", "--model-id", str(folder), "--served-model-name", "clip"]
    command += ["--engine", "torch", "--device", "cpu", "--host", "127.0.0.1", "--port", str(port)]
    with running(NAME, command, port, "/health", OFFLINE) as server:
        yield server


def _folder(python: Path) -> Path:
    """The weights as transformers reads them, written once."""
    folder = WORK / "transformers"
    if not (folder / "model.safetensors").exists():
        spec = importlib.util.find_spec("open_clip")
        assert spec is not None
        assert spec.origin is not None
        vocabulary = Path(spec.origin).parent / "bpe_simple_vocab_16e6.txt.gz"
        subprocess.run([python, _WRITER, weights(), vocabulary, folder], check=True)
    return folder
