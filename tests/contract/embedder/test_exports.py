"""Exports: made once, whole or made anew, by one of those that start; used without torch's network; checked."""

import shutil
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embedder.backends import exports, loading, networks
from embedder.backends.export_cache import MANIFEST, ExportCache
from embedder.backends.parity import Reference
from embedder.errors import CannotStart
from embedder.settings import EmbedderSettings
from tests.random_clip import write_folder

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A tiny model and a cache with its export."""
    with tempfile.TemporaryDirectory() as parent:
        write_folder(Path(parent) / "tiny-random")
        loading.load_model(settings(Path(parent)))
        yield Path(parent)


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """The same, for a test to spoil."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def settings(home: Path) -> EmbedderSettings:
    """One stream of one thread."""
    name = str(home / "tiny-random")
    return EmbedderSettings(model_name=name, model_cache=home, model_backend="openvino", model_threads=1)


def export_in(home: Path) -> Path:
    """The only export."""
    [folder] = [one for one in (home / "openvino").iterdir() if one.is_dir()]
    return folder


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[weakref.ref[Any]]:
    """The torch networks that are loaded from now on."""
    seen: list[weakref.ref[Any]] = []

    def watched(*arguments: Any) -> Any:
        net, tokenizer = networks.build(*arguments)
        seen.append(weakref.ref(net))
        return net, tokenizer

    monkeypatch.setattr(exports, "build", watched)
    monkeypatch.setattr(loading, "build", watched)
    return seen


def test_the_name_says_weights_precision_and_version(made: Path) -> None:
    version = loading.load_model(settings(made)).facts.version
    name = export_in(made).name
    assert name.startswith(version.partition("-")[0])
    assert name.endswith("-fp32-openvino-2026.4.1")


def test_a_second_start_loads_no_torch_network(home: Path, built: list[weakref.ref[Any]]) -> None:
    loading.load_model(settings(home))
    assert built == []


def test_the_torch_network_is_let_go_after_the_export(home: Path, built: list[weakref.ref[Any]]) -> None:
    shutil.rmtree(home / "openvino")
    loading.load_model(settings(home))
    assert [one() for one in built] == [None]


def test_other_weights_have_an_export_of_their_own(home: Path, built: list[weakref.ref[Any]]) -> None:
    write_folder(home / "tiny-random", seed=2)
    loading.load_model(settings(home))
    assert len(built) == 1


def test_the_same_weights_read_otherwise_have_one_too(home: Path, built: list[weakref.ref[Any]]) -> None:
    config = home / "tiny-random" / "config.json"
    config.write_text(config.read_text().replace('"mean": [0.5', '"mean": [0.6'))
    assert loading.load_model(settings(home)).facts.mean[0] == 0.6
    assert len(built) == 1


@pytest.mark.parametrize("file", ["image.bin", "text.xml", "shapes.json", MANIFEST])
@pytest.mark.parametrize(
    "spoil", [lambda data: data[: len(data) // 2], lambda data: bytes([data[0] ^ 1]) + data[1:], None]
)
def test_a_damaged_export_is_none(home: Path, file: str, spoil: Any) -> None:
    path = export_in(home) / file
    cache = ExportCache(home / "openvino")
    assert cache.get(export_in(home).name) == export_in(home)
    if spoil is None:
        path.unlink()
    else:
        path.write_bytes(spoil(path.read_bytes()))
    assert cache.get(export_in(home).name) is None


def test_a_damaged_export_is_made_anew(home: Path, built: list[weakref.ref[Any]]) -> None:
    path = export_in(home) / "image.bin"
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    (export_in(home).parent / ".unfinished-of-a-killed-process").mkdir()
    loading.load_model(settings(home))
    assert len(built) == 1
    assert path.read_bytes() == whole
    assert sorted(one.name for one in (home / "openvino").iterdir()) == [".lock", export_in(home).name]


def test_of_those_that_start_at_once_one_writes(tmp_path: Path) -> None:
    written, together = [], threading.Barrier(4)

    def write(folder: Path) -> None:
        written.append(folder)
        (folder / "file").write_bytes(b"words")

    def start() -> None:
        together.wait(60)
        found = ExportCache(tmp_path / "exports").make("name", write)
        assert (found / "file").read_bytes() == b"words"

    starting = [threading.Thread(target=start) for _ in range(4)]
    for one in starting:
        one.start()
    for one in starting:
        one.join()
    assert len(written) == 1
    assert ExportCache(tmp_path / "exports").get("name") is not None


def test_one_that_is_killed_leaves_nothing_half_written_and_nobody_waiting(tmp_path: Path) -> None:
    script = """
import sys, threading
from pathlib import Path
from embedder.backends.export_cache import ExportCache
def write(folder):
    (folder / "file").write_bytes(b"half")
    print("begun", flush=True)
    threading.Event().wait()
ExportCache(Path(sys.argv[1])).make("name", write)
"""
    with subprocess.Popen([sys.executable, "-c", script, tmp_path], cwd=ROOT, stdout=subprocess.PIPE) as writing:
        assert writing.stdout is not None
        assert writing.stdout.readline() == b"begun\n"
        assert ExportCache(tmp_path).get("name") is None
        writing.kill()
    ExportCache(tmp_path).make("name", lambda folder: (folder / "file").touch())
    assert sorted(one.name for one in tmp_path.iterdir()) == [".lock", "name"]


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        ExportCache(tmp_path).make("name", fail)
    assert [one.name for one in tmp_path.iterdir()] == [".lock"]


def test_a_cache_that_cannot_be_written_is_said(home: Path) -> None:
    shutil.rmtree(home / "openvino")
    (home / "openvino").write_bytes(b"a file")
    with pytest.raises(CannotStart, match=r"MODEL_CACHE.*MODEL_BACKEND=torch"):
        loading.load_model(settings(home))


def test_vectors_that_are_too_far_from_torchs_are_refused(home: Path) -> None:
    folder = export_in(home)
    kept = Reference.load(folder / "reference.npz")
    turned = np.roll(kept.texts, 1, axis=1)
    Reference(kept.pixels, kept.images, kept.tokens, turned).save(folder / "reference.npz")
    (folder / MANIFEST).unlink()
    rewritten = ExportCache(home / "rewritten").make("name", lambda new: _copied(folder, new))
    shutil.copy(rewritten / MANIFEST, folder / MANIFEST)
    with pytest.raises(
        CannotStart, match=r"its text vectors have a cosine of -?0\.\d{4}.*0\.999.*set MODEL_BACKEND=torch"
    ):
        loading.load_model(settings(home))


def _copied(source: Path, target: Path) -> None:
    shutil.copytree(source, target, dirs_exist_ok=True)


def test_no_telemetry(home: Path) -> None:
    shutil.rmtree(home / "openvino")
    script = """
import socket, sys
def refuse(*_, **__): raise AssertionError("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from embedder.backends.loading import load_model
from embedder.settings import EmbedderSettings
load_model(EmbedderSettings())
assert not any(name.startswith("openvino_telemetry.") for name in sys.modules)
"""
    environment = {
        "HOME": str(home / "user"),
        "MODEL_NAME": str(home / "tiny-random"),
        "MODEL_BACKEND": "openvino",
        "MODEL_THREADS": "1",
    }
    (home / "user").mkdir()
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    assert [one.name for one in (home / "user").iterdir()] == [".cache"]  # no consent file, and the export by default
    assert export_in(home / "user" / ".cache" / "semblance").is_dir()
