"""What the contract tests of the embedder have in common: a picture to send, and what an answer has to be."""

from io import BytesIO
from typing import Any

import httpx
import numpy as np
from PIL import Image

PIXELS, VECTORS = "application/x-semblance-pixels", "application/x-semblance-vectors"


def picture(seed: int = 0, kind: str = "PNG") -> bytes:
    """A drawn picture's file."""
    noise = np.random.default_rng(seed).integers(0, 256, (6, 9, 3), np.uint8)
    file = BytesIO()
    Image.fromarray(noise).resize((90, 60)).save(file, kind)
    return file.getvalue()


def vectors(answer: httpx.Response) -> np.ndarray:
    """The rows of an answer, in either form."""
    assert answer.status_code == 200, answer.text
    if answer.headers["content-type"] == VECTORS:
        count, dimension = int(answer.headers["x-count"]), int(answer.headers["x-dimension"])
        return np.frombuffer(answer.content, "<f4").reshape(count, dimension)
    return np.array([one["vector"] for one in answer.json()["embeddings"]], np.float32)


def assert_problem(answer: httpx.Response, status: int, kind: str | None = None) -> dict[str, Any]:
    """The answer is a problem of that status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["request_id"] == answer.headers["x-request-id"]
    assert kind is None or body["type"] == kind
    return body
