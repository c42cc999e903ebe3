"""One real process with CLIP and DINOv2 side by side: both answer on one port, and both are closed by one signal."""

import signal
from pathlib import Path

import httpx
import numpy as np

from tests.contract.embedder.process import Running, start, wait_for
from tests.contract.embedder.speech import picture
from tests.random_timm import TINY, write_dino_folder

WIDTHS = {"tiny-random": 512, "dino": TINY["embed_dim"]}


def embedded(running: Running, params: dict[str, str]) -> tuple[str, np.ndarray]:
    """The name of the model that answered, and its vector of a picture."""
    headers = {"Content-Type": "image/png"}
    answer = httpx.post(f"{running.url}/embed/image", params=params, content=picture(1), headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return body["model_name"], np.array(body["embeddings"][0]["vector"], np.float32)


def test_both_answer_and_both_stop(model_folder: Path, tmp_path: Path) -> None:
    folder, _ = write_dino_folder(tmp_path / "dino")
    running = start(MODEL_NAME=str(model_folder), SECOND_MODEL_NAME=str(folder))
    wait_for(running, "/readyz")
    ready = httpx.get(f"{running.url}/readyz").json()
    assert ready["dependencies"] == {"model": "ready", "second_model": "ready"}
    models = httpx.get(f"{running.url}/models").json()["models"]
    assert {one["model_name"]: one["dimension"] for one in models} == WIDTHS
    for params, expected in (
        ({}, "tiny-random"),
        ({"model": "tiny-random"}, "tiny-random"),
        ({"model": "dino"}, "dino"),
    ):
        name, vector = embedded(running, params)
        assert (name, vector.shape) == (expected, (WIDTHS[expected],))
        assert abs(float(np.linalg.norm(vector)) - 1) < 1e-4
    refused = httpx.post(f"{running.url}/embed/text", params={"model": "dino"}, json={"texts": ["a"]})
    assert (refused.status_code, refused.json()["type"]) == (422, "no-text-tower")
    running.process.send_signal(signal.SIGTERM)
    _, err = running.process.communicate(timeout=30)
    assert (running.process.returncode, err) == (0, "")
