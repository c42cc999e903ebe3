"""OpenVINO's files across the life of real processes: killed while they are made, made again, used while it drains."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.contract.embedder.process import serving, started
from tests.contract.embedder.speech import picture, vectors

FILES = [("files", (f"{seed}", picture(seed))) for seed in range(32)]


def test_a_start_that_was_killed_is_mended_by_the_next_one_which_drains(model_folder: Path, tmp_path: Path) -> None:
    settings = {"MODEL_NAME": str(model_folder), "MODEL_CACHE": str(tmp_path), "MODEL_BACKEND": "openvino"}
    exports = tmp_path / "openvino"
    with started(**settings) as first:
        while not any(exports.glob(".unfinished-*/*")):
            assert first.process.poll() is None
            time.sleep(0.01)
        first.process.kill()
        assert first.process.wait() == -signal.SIGKILL
    assert [folder.name for folder in exports.iterdir() if folder.is_dir() and not folder.name.startswith(".")] == []
    with serving(**settings, EMBED_DRAIN_S="2.5") as second:
        assert list(exports.glob(".unfinished-*")) == []
        with httpx.Client(base_url=second.url, timeout=60) as client, ThreadPoolExecutor(4) as threads:
            assert client.get("/model").json()["model_version"].endswith("-pad-openvino-fp32")
            answers = [threads.submit(client.post, "/embed/image", files=FILES) for _ in range(4)]
            second.process.send_signal(signal.SIGTERM)
            assert [vectors(answer.result()).shape for answer in answers] == [(32, 512)] * 4
        second.process.communicate(timeout=60)
        assert second.process.returncode == 0
