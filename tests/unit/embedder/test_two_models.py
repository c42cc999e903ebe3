"""Two models in one process: each answers for itself, both have to be warm, and no batch holds inputs of both."""

import asyncio
import threading
from dataclasses import replace
from io import BytesIO
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from PIL import Image

from embedder.errors import CannotStart
from embedder.ports import Model, Pixels, Vectors
from embedder.schemas import PIXELS, VECTORS
from embedder.settings import EmbedderSettings
from tests.unit.embedder.stub_app import Story, assert_problem, run
from tests.unit.embedder.stub_model import FACTS, StubModel, vector_of

SIDE = FACTS.image_size
WIDE = 48


class ImageOnlyStub(StubModel):
    """Longer vectors than the stub's, and no texts."""

    def encode_images(self, pixels: "list[Pixels]") -> Vectors:  # type: ignore[override]
        """The stub's vector, with zeros behind."""
        vectors = super().encode_images(pixels)
        return np.concatenate([vectors, np.zeros((len(vectors), WIDE - vectors.shape[1]), np.float32)], axis=1)


class Pair:
    """The two models as the settings name them."""

    def __init__(self) -> None:
        self.first = StubModel()
        facts = replace(FACTS, name="eye", version="fedcba987654-pad", dimension=WIDE, context_length=0, mean=(0, 0, 0))
        self.second = ImageOnlyStub(facts=facts)

    def load(self, settings: EmbedderSettings) -> Model:
        """Which of them `settings.model_name` means."""
        return self.second if settings.model_name == "timm/eye" else self.first

    def run(self, story: Story, **settings: Any) -> None:
        """Run `story` against the app around both."""
        run(story, self.load, second_model_name="timm/eye", **settings)


def shades(*values: int) -> bytes:
    """Model-ready pictures of one grey each."""
    return b"".join(bytes([value]) * (SIDE * SIDE * 3) for value in values)


async def ask(client: httpx.AsyncClient, model: str | None, *values: int) -> tuple[httpx.Response, np.ndarray]:
    """Embed grey pictures with a model; the answer and its rows."""
    headers = {"Content-Type": PIXELS, "X-Image-Count": str(len(values)), "Accept": VECTORS}
    params = {} if model is None else {"model": model}
    answer = await client.post("/embed/image", params=params, content=shades(*values), headers=headers)
    assert answer.status_code == 200, answer.text
    return answer, np.frombuffer(answer.content, "<f4").reshape(len(values), -1)


class TestWhichModelAnswers:
    @pytest.mark.parametrize(
        ("asked", "name", "dimension"),
        [(None, "stub", 32), ("", "stub", 32), ("stub", "stub", 32), ("eye", "eye", WIDE)],
    )
    def test_the_one_that_is_named_and_else_the_main_one(self, asked: str | None, name: str, dimension: int) -> None:
        pair = Pair()

        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            answer, rows = await ask(client, asked, 7, 9)
            assert answer.headers["x-model-name"] == name
            assert answer.headers["x-dimension"] == str(dimension)
            assert np.array_equal(rows[:, :32], np.stack([vector_of(shades(7)), vector_of(shades(9))]))
            assert rows.shape == (2, dimension)
            facts = (await client.get("/model", params={} if asked is None else {"model": asked})).json()
            assert (facts["model_name"], facts["dimension"]) == (name, dimension)

        pair.run(story)

    def test_both_are_listed_the_main_one_first(self) -> None:
        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            models = (await client.get("/models")).json()["models"]
            assert [(one["model_name"], one["context_length"]) for one in models] == [("stub", 77), ("eye", 0)]
            page = (await client.get("/metrics")).text
            said = [line for line in page.splitlines() if line.startswith("embedder_model_info{")]
            assert len(said) == 2
            for name, version in (("eye", "fedcba987654-pad"), ("stub", "0123456789ab-pad")):
                assert any(f'name="{name}"' in line and f'version="{version}"' in line for line in said)
            assert f"embedder_queue_limit {2 * EmbedderSettings().embed_queue_limit:.1f}" in page

        Pair().run(story)

    @pytest.mark.parametrize("path", ["/embed/image", "/embed/text", "/model"])
    def test_another_name_is_refused_with_the_names_there_are(self, path: str) -> None:
        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            answer = await client.request("GET" if path == "/model" else "POST", path, params={"model": "secret"})
            detail = assert_problem(answer, 404, "unknown-model")["detail"]
            assert "stub or eye" in detail
            assert "secret" not in answer.text

        Pair().run(story)

    def test_texts_for_the_one_without_words_are_refused(self) -> None:
        pair = Pair()

        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            refused = await client.post("/embed/text", params={"model": "eye"}, json={"texts": ["a"]})
            assert "eye embeds pictures only" in assert_problem(refused, 422, "no-text-tower")["detail"]
            assert (await client.post("/embed/text", json={"texts": ["a"]})).status_code == 200

        pair.run(story)
        assert pair.second.batches == []

    def test_each_pads_with_its_own_colour(self) -> None:
        pair = Pair()
        file = BytesIO()
        Image.new("RGB", (20, 10), "white").save(file, "PNG")

        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            for model in ("stub", "eye"):
                headers = {"Content-Type": "image/png"}
                await client.post("/embed/image", params={"model": model}, content=file.getvalue(), headers=headers)

        pair.run(story)
        assert pair.first.batches == [[f"image:{round(FACTS.mean[0] * 255)}"]]
        assert pair.second.batches == [["image:0"]]


class TestTheQueues:
    def test_no_batch_holds_inputs_of_both(self) -> None:
        pair = Pair()

        async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
            pair.first.gate.clear()
            pair.second.gate.clear()
            odd, even = range(1, 32, 2), range(2, 33, 2)
            asked = [
                asyncio.create_task(ask(client, "eye" if value in odd else "stub", value)) for value in range(1, 33)
            ]
            services = app.state.readiness.services()
            while [service.batcher.held for service in services] != [len(even), len(odd)]:
                await asyncio.sleep(0.001)
            assert "embedder_queue_items 32.0" in (await client.get("/metrics")).text
            pair.first.gate.set()
            pair.second.gate.set()
            for value, answered in zip(range(1, 33), await asyncio.gather(*asked), strict=True):
                assert np.array_equal(answered[1][0, :32], vector_of(shades(value)))
            assert {name for batch in pair.first.batches for name in batch} == {f"image:{value}" for value in even}
            assert {name for batch in pair.second.batches for name in batch} == {f"image:{value}" for value in odd}

        pair.run(story)

    def test_a_full_queue_of_one_leaves_the_other_open(self) -> None:
        pair = Pair()

        async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
            pair.second.gate.clear()
            waiting = [asyncio.create_task(ask(client, "eye", value)) for value in (1, 2, 3, 4)]
            second = app.state.readiness.service("eye")
            while second.batcher.held < 4:
                await asyncio.sleep(0.001)
            headers = {"Content-Type": PIXELS, "X-Image-Count": "1"}
            refused = await client.post("/embed/image", params={"model": "eye"}, content=shades(5), headers=headers)
            assert_problem(refused, 503, "busy")
            await ask(client, "stub", 5)
            pair.second.gate.set()
            await asyncio.gather(*waiting)

        pair.run(story, embed_queue_limit=4)


class TestStartAndStop:
    def test_ready_once_both_are_warm(self) -> None:
        pair, gate = Pair(), threading.Event()

        def load(settings: EmbedderSettings) -> Model:
            if settings.model_name == "timm/eye":
                gate.wait(30)
            return pair.load(settings)

        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            loading = {"model": "ready", "second_model": "loading"}
            while (answer := await client.get("/readyz")).json()["dependencies"] != loading:
                await asyncio.sleep(0.001)
            assert (answer.status_code, answer.json()["status"]) == (503, "loading")
            assert_problem(await client.get("/models"), 503, "not-ready")
            assert_problem(await client.post("/embed/text", json={"texts": ["a"]}), 503, "not-ready")
            gate.set()
            while (answer := await client.get("/readyz")).status_code != 200:
                await asyncio.sleep(0.001)
            assert answer.json()["dependencies"] == {"model": "ready", "second_model": "ready"}

        run(story, load, wait=False, second_model_name="timm/eye")

    def test_closing_closes_both(self) -> None:
        async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
            readiness = app.state.readiness
            batchers = [service.batcher for service in readiness.services()]
            await readiness.close(grace_s=5)
            assert [batcher.is_alive for batcher in batchers] == [False, False]
            assert_problem(await client.get("/model", params={"model": "eye"}), 503, "shutting-down")

        Pair().run(story)

    def test_one_that_dies_takes_readiness_with_it(self) -> None:
        async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
            await app.state.readiness.service("eye").close(grace_s=5)
            assert (await client.get("/readyz")).json()["status"] == "stopping"

        Pair().run(story)

    @pytest.mark.parametrize(
        ("second", "said"),
        [
            (CannotStart("MODEL_NAME=timm/eye is no model"), "SECOND_MODEL_NAME, SECOND_MODEL_PRETRAINED"),
            (None, "two models have the name stub: set SECOND_MODEL_NAME"),
        ],
    )
    def test_a_second_that_cannot_be_served_stops_the_start(self, second: CannotStart | None, said: str) -> None:
        told: list[CannotStart] = []

        def load(settings: EmbedderSettings) -> Model:
            if settings.model_name == "timm/eye" and second is not None:
                raise second
            return StubModel()

        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            while not told:
                await asyncio.sleep(0.001)
            assert (await client.get("/readyz")).status_code == 503

        run(story, load, wait=False, told=told.append, second_model_name="timm/eye")
        assert said in str(told[0])
