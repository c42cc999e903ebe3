"""The service around a stub model: when it lets requests in, what it refuses, and how it answers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import numpy as np
import orjson
import pytest
from fastapi import FastAPI

from embedder.errors import CannotStart
from embedder.schemas import VECTORS
from embedder.settings import EmbedderSettings
from tests.unit.embedder.stub_app import assert_problem, run, with_stub
from tests.unit.embedder.stub_model import NAN, POISON, StubModel, vector_of


class TestReadiness:
    def test_alive_at_once_and_ready_only_after_loading(self) -> None:
        model = StubModel()
        model.gate.clear()

        def load(_: EmbedderSettings) -> StubModel:
            model.gate.wait(30)
            return model

        async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
            assert (await client.get("/healthz")).status_code == 200
            unready = await client.get("/readyz")
            assert (unready.status_code, unready.json()["status"]) == (503, "loading")
            refused = await client.post("/embed/text", json={"texts": ["a"]})
            assert_problem(refused, 503, "not-ready")
            assert int(refused.headers["retry-after"]) >= 1
            assert_problem(await client.get("/model"), 503, "not-ready")
            model.gate.set()
            while (await client.get("/readyz")).status_code != 200:
                await asyncio.sleep(0.001)
            assert (await client.post("/embed/text", json={"texts": ["a"]})).status_code == 200
            app.state.readiness.now_stopping()
            assert (await client.get("/readyz")).json()["status"] == "stopping"
            assert (await client.post("/embed/text", json={"texts": ["a"]})).status_code == 200

        run(story, load, wait=False)

    @pytest.mark.parametrize("fault", [CannotStart("put the weights there"), RuntimeError("a bug")])
    def test_a_model_that_cannot_be_loaded_is_reported_once(self, fault: Exception) -> None:
        told: list[CannotStart] = []

        def load(_: EmbedderSettings) -> StubModel:
            raise fault

        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            while not told:
                await asyncio.sleep(0.001)
            assert (await client.get("/readyz")).status_code == 503

        run(story, load, wait=False, told=told.append)
        assert [str(one) for one in told] in (
            ["put the weights there"],
            ["the model could not be loaded: RuntimeError"],
        )


class TestTexts:
    def test_answers_in_order_in_both_forms(self) -> None:
        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            texts = ["b", "a", "b", "c"]
            expected = np.stack([vector_of(text.encode()) for text in texts])
            answer = (await client.post("/embed/text", json={"texts": texts})).json()
            found = np.array([one["vector"] for one in answer["embeddings"]], np.float32)
            assert np.array_equal(found, expected)
            assert (answer["model_name"], answer["model_version"], answer["dimension"]) == (
                "stub",
                "0123456789ab-pad",
                32,
            )
            raw = await client.post("/embed/text", json={"texts": texts}, headers={"Accept": VECTORS})
            assert np.array_equal(np.frombuffer(raw.content, "<f4").reshape(4, 32), expected)
            assert raw.headers["content-type"] == VECTORS
            assert (raw.headers["x-count"], raw.headers["x-dimension"]) == ("4", "32")
            assert "x-failed-items" not in raw.headers

        with_stub(story)

    def test_a_text_asked_for_again_is_not_embedded_again(self) -> None:
        model = StubModel()

        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            for texts in (["a", "b"], ["b", "c"], ["c", "b"], ["a"]):
                await client.post("/embed/text", json={"texts": texts})

        with_stub(story, model, embed_text_cache=2)
        assert model.batches == [["a", "b"], ["c"], ["a"]]

    def test_a_bad_item_fails_alone_and_all_bad_is_a_problem(self) -> None:
        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            mixed = ["a", POISON, "b", NAN]
            answer = (await client.post("/embed/text", json={"texts": mixed})).json()["embeddings"]
            assert [one.get("error", {}).get("reason") for one in answer] == [None, "model_failed", None, "not_finite"]
            raw = await client.post("/embed/text", json={"texts": mixed}, headers={"Accept": VECTORS})
            assert orjson.loads(raw.headers["x-failed-items"]) == [
                {"index": 1, "reason": "model_failed"},
                {"index": 3, "reason": "not_finite"},
            ]
            rows = np.frombuffer(raw.content, "<f4").reshape(4, 32)
            assert [bool(row.any()) for row in rows] == [True, False, True, False]
            all_bad = await client.post("/embed/text", json={"texts": [POISON]})
            assert assert_problem(all_bad, 500, "all-items-failed")["reason"] == "model_failed"

        with_stub(story)


class TestOverload:
    def test_a_full_queue_answers_503_with_retry_after_at_once(self) -> None:
        model = StubModel()

        async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
            model.gate.clear()
            batcher = app.state.readiness.service().batcher
            first = asyncio.create_task(client.post("/embed/text", json={"texts": ["a", "b", "c", "d"]}))
            second = asyncio.create_task(client.post("/embed/text", json={"texts": ["e", "f", "g", "h"]}))
            while batcher.held < 8:
                await asyncio.sleep(0.001)
            refused = await client.post("/embed/text", json={"texts": ["i"]})
            assert_problem(refused, 503, "busy")
            assert int(refused.headers["retry-after"]) >= 1
            model.gate.set()
            assert [(await one).status_code for one in (first, second)] == [200, 200]

        with_stub(story, model, embed_queue_limit=8)

    def test_a_picture_is_refused_before_its_body_is_read_and_a_known_text_is_answered(self) -> None:
        model = StubModel()

        async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
            assert (await client.post("/embed/text", json={"texts": ["known"]})).status_code == 200
            model.gate.clear()
            batcher = app.state.readiness.service().batcher
            first = asyncio.create_task(client.post("/embed/text", json={"texts": ["a", "b", "c"]}))
            while batcher.held < 3:
                await asyncio.sleep(0.001)

            parts: list[bytes] = []

            async def body() -> AsyncIterator[bytes]:
                parts.append(b"x")
                yield b"x"

            for kind, count in (("image/png", ""), ("application/x-semblance-pixels", "2")):
                headers = {"Content-Type": kind, "X-Image-Count": count, "X-Priority": "batch"}
                assert_problem(await client.post("/embed/image", content=body(), headers=headers), 503, "busy")
            assert not parts, "nothing of the body was asked for"
            assert (await client.post("/embed/text", json={"texts": ["known"]})).status_code == 200
            model.gate.set()
            assert (await first).status_code == 200

        with_stub(story, model, embed_queue_limit=4)

    def test_bytes_in_hand_are_bounded_over_all_requests(self) -> None:
        async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
            hold = asyncio.Event()

            async def slowly() -> AsyncIterator[bytes]:
                yield bytes(3000)
                await hold.wait()

            headers = {"Content-Type": "image/png"}
            first = asyncio.create_task(client.post("/embed/image", content=slowly(), headers=headers))
            while app.state.bodies._held < 3000:
                await asyncio.sleep(0.001)
            assert_problem(await client.post("/embed/image", content=bytes(3000), headers=headers), 503, "busy")
            hold.set()
            await first
            assert app.state.bodies._held == 0

        with_stub(story, embed_max_inflight_bytes=5000)

    def test_a_body_that_does_not_come_is_not_waited_for(self) -> None:
        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            async def never() -> AsyncIterator[bytes]:
                yield b"x"
                await asyncio.sleep(30)

            headers = {"Content-Type": "image/png"}
            assert_problem(await client.post("/embed/image", content=never(), headers=headers), 408, "body-too-slow")

        with_stub(story, embed_body_timeout_s=0.05)

    def test_a_client_that_goes_away_leaves_the_queue(self) -> None:
        model = StubModel()

        async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
            model.gate.clear()
            busy = asyncio.create_task(client.post("/embed/text", json={"texts": ["first"]}))
            batcher = app.state.readiness.service().batcher
            while batcher.held < 1:
                await asyncio.sleep(0.001)
            await request_and_leave(app, b'{"texts": ["gone"]}', left=lambda: batcher.held == 2)
            assert batcher.held == 1
            model.gate.set()
            await busy

        with_stub(story, model)
        assert model.batches == [["first"]]


async def request_and_leave(app: FastAPI, body: bytes, left: Callable[[], bool]) -> None:
    """Speak ASGI as a server does whose client closes the connection once `left` holds."""
    parts = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        for part in parts:
            return part
        while not left():
            await asyncio.sleep(0.001)
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        return None

    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/embed/text",
        "raw_path": b"/embed/text",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
        "state": {},
    }
    await app(scope, receive, send)
