"""Who goes first, who waits at most how long, and what happens to everybody when the service stops."""

import asyncio

import pytest

from embedder.batcher import PATIENCE, Batcher
from embedder.errors import ShuttingDown
from tests.unit.embedder.stub_batcher import BATCH, ask, is_of, run, until
from tests.unit.embedder.stub_model import StubModel


class TestPriority:
    def test_interactive_questions_go_first(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            first = asyncio.create_task(ask(batcher, "first"))
            await asyncio.sleep(0.02)
            job = asyncio.create_task(ask(batcher, *"jklm", priority=BATCH))
            await until(lambda: batcher.held == 5)
            person = asyncio.create_task(ask(batcher, "person"))
            await until(lambda: batcher.held == 6)
            model.gate.set()
            await asyncio.gather(first, job, person)

        run(story, model)
        assert model.batches == [["first"], ["person"], ["j", "k", "l", "m"]]

    def test_the_batch_class_is_passed_over_a_bounded_number_of_times(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            first = asyncio.create_task(ask(batcher, "first"))
            await asyncio.sleep(0.02)
            job = asyncio.create_task(ask(batcher, "job", priority=BATCH))
            people = [asyncio.create_task(ask(batcher, f"{number}")) for number in range(20)]
            await until(lambda: batcher.held == 22)
            model.gate.set()
            await asyncio.gather(first, job, *people)

        run(story, model, batch_size=1)
        assert model.batches.index(["job"]) == 1 + PATIENCE


class TestTheEnd:
    def test_closing_answers_everyone_who_was_accepted(self) -> None:
        model = StubModel(seconds=0.001)

        async def story(batcher: Batcher) -> None:
            asked = [asyncio.create_task(ask(batcher, f"{number}")) for number in range(50)]
            await until(lambda: batcher.held == 50)
            await batcher.close(30)
            answers = await asyncio.gather(*asked)
            assert all(is_of(answer[0], f"{number}") for number, answer in enumerate(answers))
            with pytest.raises(ShuttingDown):
                await ask(batcher, "late")

        run(story, model)

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
