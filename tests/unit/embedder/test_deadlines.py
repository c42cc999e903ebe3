"""A request is worked on as long as its client waits, and not taken when that would not be long enough."""

import asyncio
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from embedder.batching.batcher import Batcher
from embedder.batching.lane import Lane
from embedder.batching.questions import Kind, Terms
from embedder.errors import Busy, DeadlinePassed
from tests.unit.embedder.stub_app import assert_problem, with_stub
from tests.unit.embedder.stub_batcher import INTERACTIVE, a_question, ask, is_of, run, until
from tests.unit.embedder.stub_model import StubModel

TOO_LATE = Terms(INTERACTIVE.priority, deadline=0.0)


def a_lane(batcher: Batcher) -> Lane:
    return batcher._lanes[INTERACTIVE.priority, Kind.TEXT]


class TestInTheQueue:
    def test_what_is_too_late_is_not_embedded_and_its_neighbours_are(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            first = asyncio.create_task(ask(batcher, "first"))
            await until(lambda: model.waiting == 1)
            late = asyncio.create_task(batcher.embed(Kind.TEXT, [a_question("x"), a_question("y")], TOO_LATE))
            in_time = asyncio.create_task(ask(batcher, "in time"))
            await until(lambda: len(a_lane(batcher)._queue) == 3)
            model.gate.set()
            await first
            with pytest.raises(DeadlinePassed):
                await late
            assert is_of((await in_time)[0], "in time")

        run(story, model)
        assert model.batches == [["first"], ["in time"]]

    def test_a_queue_that_takes_longer_than_the_client_waits_refuses_at_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            monkeypatch.setattr(a_lane(batcher), "rate", Steady(per_second=0.5))
            model.gate.clear()
            held = asyncio.create_task(ask(batcher, *"abcde"))
            await until(lambda: batcher.held == 5)
            with pytest.raises(Busy) as refusal:
                await ask(batcher, "f", terms=in_seconds(9))
            assert refusal.value.retry_after_s == 10
            patient = asyncio.create_task(ask(batcher, "g", terms=in_seconds(600)))
            endless = asyncio.create_task(ask(batcher, "h"))
            await until(lambda: batcher.held == 7)
            model.gate.set()
            await asyncio.gather(held, patient, endless)
            with pytest.raises(DeadlinePassed):
                await ask(batcher, "i", terms=TOO_LATE)

        run(story, model)


class TestRetryAfter:
    @pytest.mark.parametrize(("per_second", "expected"), [(0.0, 1), (100.0, 1), (0.7, 12), (0.01, 30)])
    def test_it_is_what_the_queue_takes_at_the_measured_rate(
        self, per_second: float, expected: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            monkeypatch.setattr(a_lane(batcher), "rate", Steady(per_second))
            model.gate.clear()
            held = asyncio.create_task(ask(batcher, *"abcdefgh"))
            await until(lambda: batcher.held == 8)
            with pytest.raises(Busy) as refusal:
                batcher.check(Kind.IMAGE, 1, INTERACTIVE)
            assert refusal.value.retry_after_s == expected
            model.gate.set()
            await held

        run(story, model, limit=8)


class TestOverHttp:
    def test_the_answer_is_504_when_the_time_is_over_and_the_items_are_given_up(self) -> None:
        model = StubModel()

        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            model.gate.clear()
            first = asyncio.create_task(client.post("/embed/text", json={"texts": ["first"]}))
            await until(lambda: model.waiting == 1)
            late = await client.post("/embed/text", json={"texts": ["x", "y"]}, headers={"X-Timeout-Ms": "30"})
            assert_problem(late, 504, "deadline-passed")
            model.gate.set()
            assert (await first).status_code == 200
            counts = (await client.get("/metrics")).text
            assert 'embedder_late_items_total{class="interactive",kind="text"} 2.0' in counts
            assert 'embedder_lane_items{class="interactive",kind="text"} 0.0' in counts

        with_stub(story, model)
        assert model.batches == [["first"]]

    def test_the_time_counts_while_the_body_arrives(self) -> None:
        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            async def never() -> AsyncIterator[bytes]:
                yield b"{"
                await asyncio.sleep(60)

            headers = {"Content-Type": "application/json", "X-Timeout-Ms": "30"}
            answer = await client.post("/embed/text", content=never(), headers=headers)
            assert_problem(answer, 504, "deadline-passed")

        with_stub(story)

    @pytest.mark.parametrize("value", ["0", "-1", "1.5", "600001", "9999999", "", "soon", "1e3", " 5 5", "²"])
    def test_a_time_that_is_none_is_refused(self, value: str) -> None:
        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            headers = {b"X-Timeout-Ms": value.encode("latin-1")}
            answer = await client.post("/embed/text", json={"texts": ["a"]}, headers=headers)
            assert_problem(answer, 422, "request-invalid")

        with_stub(story)

    def test_a_time_that_suffices_changes_nothing(self) -> None:
        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            answer = await client.post("/embed/text", json={"texts": ["a"]}, headers={"X-Timeout-Ms": "600000"})
            assert answer.status_code == 200

        with_stub(story)


class Steady:
    """A rate that was measured and stays."""

    def __init__(self, per_second: float) -> None:
        self.per_second = per_second

    def seconds_for(self, items: int) -> float:
        return items / self.per_second if self.per_second else 0.0

    def started(self) -> None:
        """Change nothing."""

    def finished(self, items: int) -> None:
        """Change nothing."""


def in_seconds(seconds: float) -> Terms:
    return Terms(INTERACTIVE.priority, time.monotonic() + seconds)
