"""The embedder's HTTP contract, spoken to a real process with a real (random) model."""

import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np

from embedder.framing import Framing
from embedder.pixels import DecodeLimits, mean_colour, model_pixels
from tests.contract.embedder.speech import PIXELS, VECTORS, picture, vectors
from tests.random_clip import MEAN


def prepared(data: bytes) -> np.ndarray:
    """The picture's model-ready pixels."""
    limits = DecodeLimits(10**7, 10**7, 10**4)
    red, green, blue = MEAN
    return model_pixels(data, Framing(224, mean_colour((red, green, blue))), limits=limits)


class TestPictures:
    def test_every_way_of_sending_a_picture_gives_its_one_vector(self, client: httpx.Client) -> None:
        data = picture(1)
        reference = {"objects": [{"bucket": "pictures", "key": "a b.png"}]}
        ready = {"Content-Type": PIXELS, "X-Image-Count": "1"}
        answers = [
            client.post("/embed/image", content=data, headers={"Content-Type": "image/png"}),
            client.post("/embed/image", content=data, headers={"Content-Type": "application/octet-stream"}),
            client.post("/embed/image", files=[("files", ("a.png", data))]),
            client.post("/embed/image", content=prepared(data).tobytes(), headers=ready),
            client.post("/embed/image", json=reference),
            client.post("/embed/image", json=reference, headers={"Accept": VECTORS, "X-Priority": "batch"}),
        ]
        rows = np.concatenate([vectors(answer) for answer in answers])
        assert rows.shape == (6, 512)
        assert np.abs(np.linalg.norm(rows, axis=1) - 1).max() < 1e-5
        assert np.abs(rows - rows[0]).max() < 1e-6

    def test_a_batch_comes_back_in_order_with_its_failures_named(self, client: httpx.Client) -> None:
        good = [picture(seed, kind) for seed, kind in enumerate(["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])]
        files = [*good[:3], b"no picture", *good[3:], good[0][:50], b""]
        alone = np.concatenate([vectors(client.post("/embed/image", files=[("files", ("x", one))])) for one in good])
        parts = [("files", (f"{number}", data)) for number, data in enumerate(files)]
        answer = client.post("/embed/image", files=parts)
        found = answer.json()["embeddings"]
        reasons = [one["error"]["reason"] if "error" in one else None for one in found]
        assert reasons == [None] * 3 + ["not_an_image"] + [None] * 3 + [reasons[7], "empty"]
        assert reasons[7] in ("truncated", "corrupt", "not_an_image")
        rows = np.array([one["vector"] for one in found if "vector" in one], np.float32)
        assert (rows * alone).sum(axis=1).min() > 0.99999
        raw = client.post("/embed/image", files=parts, headers={"Accept": VECTORS})
        assert [one["index"] for one in json.loads(raw.headers["x-failed-items"])] == [3, 7, 8]
        assert np.abs(vectors(raw)[[0, 1, 2, 4, 5, 6]] - rows).max() < 1e-5
        assert not vectors(raw)[[3, 7, 8]].any()

    def test_many_pixels_at_once_and_many_requests_at_once(self, client: httpx.Client) -> None:
        pixels = np.stack([prepared(picture(seed)) for seed in range(12)])
        headers = {"Content-Type": PIXELS, "Accept": VECTORS, "X-Image-Count": "12", "X-Priority": "batch"}
        together = vectors(client.post("/embed/image", content=pixels.tobytes(), headers=headers))

        def one(number: int) -> np.ndarray:
            alone = headers | {"X-Image-Count": "1", "X-Priority": "interactive"}
            return vectors(client.post("/embed/image", content=pixels[number % 12].tobytes(), headers=alone))

        with ThreadPoolExecutor(8) as pool:
            rows = np.concatenate(list(pool.map(one, range(60))))
        assert (rows * np.tile(together, (5, 1))).sum(axis=1).min() > 0.99999
        assert client.get("/metrics").text.count("embedder_batch_items_bucket") > 0

    def test_objects_fail_one_by_one(self, client: httpx.Client) -> None:
        keys = [("pictures", "a b.png"), ("pictures", "none"), ("pictures", "note.txt"), ("other", "a b.png")]
        body = {"objects": [{"bucket": bucket, "key": key} for bucket, key in keys]}
        found = client.post("/embed/image", json=body).json()["embeddings"]
        reasons = [one.get("error", {}).get("reason") for one in found]
        assert reasons == [None, "object_missing", "not_an_image", "wrong_bucket"]


class TestTextsAndModel:
    def test_texts_in_order(self, client: httpx.Client) -> None:
        texts = ["a red circle", "ein Hund im Schnee", "犬", "🐕 " * 100, "a red circle"]
        rows = vectors(client.post("/embed/text", json={"texts": texts}))
        assert rows.shape == (5, 512)
        assert np.array_equal(rows[0], rows[4])
        assert np.abs(np.linalg.norm(rows, axis=1) - 1).max() < 1e-5

    def test_the_model_says_what_it_is(self, client: httpx.Client) -> None:
        said = client.get("/model").json()
        version = said.pop("model_version")
        assert len(version) == 16
        assert version.endswith("-pad")
        assert said == {
            "model_name": "tiny-random",
            "dimension": 512,
            "image_size": 224,
            "preprocess": {"mode": "pad", "mean": MEAN, "std": [0.25] * 3, "interpolation": "bicubic"},
            "context_length": 77,
            "device": "cpu",
            "backend": "torch",
            "precision": "fp32",
        }
        raw = client.post("/embed/text", json={"texts": ["a"]}, headers={"Accept": VECTORS})
        assert (raw.headers["x-model-name"], raw.headers["x-model-version"]) == ("tiny-random", version)
