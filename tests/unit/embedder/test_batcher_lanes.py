"""No lane waits for another, and what happens to everybody when the service stops."""

import asyncio
import os
import sys
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from embedder.batching.batcher import Batcher
from embedder.batching.questions import Kind, Priority, Question
from embedder.batching.threads import BATCH_NICE, class_threads
from embedder.errors import ShuttingDown
from embedder.ports import Tokens, Vectors
from tests.unit.embedder.stub_batcher import BATCH, INTERACTIVE, a_question, ask, is_of, run, until
from tests.unit.embedder.stub_model import StubModel, vector_of


class TestLanes:
    def test_neither_a_job_nor_pictures_keep_a_persons_text_waiting(self) -> None:
        model = StubModel()
        held = threading.Event()
        answer_at_once = model.encode_tokens

        def holding_jobs(tokens: Sequence[Tokens]) -> Vectors:
            if any(bytes(row.astype(np.uint8)).startswith(b"job") for row in tokens):
                held.wait(30)
            return answer_at_once(tokens)

        def holding(pixels: Sequence[np.ndarray]) -> Vectors:
            held.wait(30)
            return np.stack([vector_of(one.tobytes()) for one in pixels])

        model.encode_tokens = holding_jobs  # type: ignore[method-assign]
        model.encode_images = holding  # type: ignore[method-assign]
        picture = Question("picture", np.zeros((2, 2, 3), np.uint8))

        async def story(batcher: Batcher) -> None:
            jobs = [asyncio.create_task(ask(batcher, f"job{number}", terms=BATCH)) for number in range(20)]
            with batcher.admit(Kind.IMAGE, 1, INTERACTIVE):
                pictures = asyncio.create_task(batcher.embed(Kind.IMAGE, [picture], INTERACTIVE))
                assert is_of((await ask(batcher, "person"))[0], "person")
                assert not any(one.done() for one in [*jobs, pictures])
                held.set()
                await asyncio.gather(*jobs, pictures)

        run(story, model)

    @pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")
    def test_the_threads_of_the_batch_class_step_back(self) -> None:
        def niceness() -> int:
            return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

        found = {}
        for priority in Priority:
            with class_threads(priority, 1, "test") as threads:
                found[priority] = threads.submit(niceness).result()
        assert found == {Priority.INTERACTIVE: niceness(), Priority.BATCH: min(19, niceness() + BATCH_NICE)}

    def test_a_lane_whose_service_broke_says_so_and_keeps_nobody_waiting(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError("a fault of ours")

        monkeypatch.setattr("embedder.batching.lane.take", broken)

        async def story(batcher: Batcher) -> None:
            with pytest.raises(ShuttingDown):
                await ask(batcher, "a")
            assert not batcher.is_alive
            with pytest.raises(ShuttingDown):
                await ask(batcher, "b")
            with pytest.raises(ShuttingDown):
                await batcher.embed(Kind.TEXT, [a_question("c")], INTERACTIVE)

        run(story, StubModel())


class TestTheEnd:
    def test_closing_answers_everyone_who_was_accepted_and_leaves_no_thread(self) -> None:
        model = StubModel(seconds=0.001, streams=2)
        before = set(threading.enumerate())

        async def story(batcher: Batcher) -> None:
            terms = (INTERACTIVE, BATCH)
            asked = [asyncio.create_task(ask(batcher, f"{number}", terms=terms[number % 2])) for number in range(50)]
            await until(lambda: batcher.held == 50)
            await batcher.close(30)
            answers = await asyncio.gather(*asked)
            assert all(is_of(answer[0], f"{number}") for number, answer in enumerate(answers))
            with pytest.raises(ShuttingDown):
                await ask(batcher, "late")
            await until(lambda: set(threading.enumerate()) <= before)

        run(story, model, limit=80)

    def test_what_cannot_be_finished_in_time_is_answered_too(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            asked = [asyncio.create_task(ask(batcher, f"{number}")) for number in range(50)]
            await until(lambda: batcher.held == 50)
            await batcher.close(0.05)
            answers = await asyncio.gather(*asked, return_exceptions=True)
            assert all(isinstance(answer, ShuttingDown) for answer in answers)
            assert not batcher.is_alive
            assert batcher.held == 0

        run(story, model)

    def test_closing_an_idle_one_waits_for_nothing(self) -> None:
        async def story(batcher: Batcher) -> None:
            await asyncio.wait_for(batcher.close(3600), 30)
            assert not batcher.is_alive

        run(story, StubModel())
