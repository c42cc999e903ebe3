"""The batcher answers every accepted item with its own vector, whatever happens to its neighbours."""

import asyncio
import random

import numpy as np
import pytest

from embedder.batcher import Batcher, Kind, Question
from embedder.errors import Busy, NotEmbedded, Reason
from tests.unit.embedder.stub_batcher import BATCH, INTERACTIVE, a_question, ask, is_of, run, until
from tests.unit.embedder.stub_model import NAN, POISON, StubModel, vector_of


class TestRouting:
    def test_ten_thousand_concurrent_mixed_requests_each_get_their_own_answers(self) -> None:
        chance = random.Random(7)
        model = StubModel()

        async def one(batcher: Batcher, number: int) -> int:
            priority = chance.choice([INTERACTIVE, BATCH])
            kind = chance.choice([Kind.TEXT, Kind.IMAGE])
            wrong = 0
            names = [f"{chance.choice(['', '', '', POISON, NAN])}{number}-{i}" for i in range(chance.randint(1, 3))]
            if kind is Kind.TEXT:
                answers = await batcher.embed(kind, [a_question(name) for name in names], priority)
                for name, answer in zip(names, answers, strict=True):
                    if name.startswith((POISON, NAN)):
                        wrong += not isinstance(answer, NotEmbedded)
                    else:
                        wrong += not is_of(answer, name)
                return wrong
            pictures = [np.frombuffer(name.encode().ljust(24), np.uint8).reshape(2, 4, 3) for name in names]
            answers = await batcher.embed(kind, [Question(one.tobytes(), one) for one in pictures], priority)
            for picture, answer in zip(pictures, answers, strict=True):
                wrong += isinstance(answer, NotEmbedded) or not np.array_equal(answer, vector_of(picture.tobytes()))
            return wrong

        async def story(batcher: Batcher) -> None:
            with batcher.admit(30_000, INTERACTIVE):
                assert sum(await asyncio.gather(*(one(batcher, number) for number in range(10_000)))) == 0
            assert batcher.held == 0

        run(story, model, limit=40_000, batch_size=8)
        assert max(map(len, model.batches)) == 8

    def test_alike_items_of_a_batch_are_embedded_once(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            answers = await ask(batcher, "a", "b", "a", "a", "b")
            assert all(is_of(answer, text) for answer, text in zip(answers, "abaab", strict=True))

        run(story, model)
        assert model.batches == [["a", "b"]]

    def test_what_waits_while_the_device_is_busy_leaves_together_when_it_is_free(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            first = asyncio.create_task(ask(batcher, "first"))
            await asyncio.sleep(0.02)
            rest = [asyncio.create_task(ask(batcher, f"{number}")) for number in range(4)]
            await asyncio.sleep(0.02)
            model.gate.set()
            await asyncio.gather(first, *rest)

        run(story, model)
        assert model.batches == [["first"], ["0", "1", "2", "3"]]


class TestFailures:
    def test_a_poisoned_item_fails_alone(self) -> None:
        async def story(batcher: Batcher) -> None:
            for _ in range(1000):
                good, bad, also_good = await ask(batcher, "good", POISON, "also good")
                assert is_of(good, "good")
                assert is_of(also_good, "also good")
                assert isinstance(bad, NotEmbedded)
                assert bad.reason is Reason.MODEL_FAILED

        run(story, StubModel())

    def test_a_vector_that_is_no_number_is_an_error_and_not_a_vector(self) -> None:
        async def story(batcher: Batcher) -> None:
            good, bad = await ask(batcher, "good", NAN)
            assert is_of(good, "good")
            assert isinstance(bad, NotEmbedded)
            assert bad.reason is Reason.NOT_FINITE

        run(story, StubModel())

    @pytest.mark.parametrize("wrong", [np.zeros((1, 32), np.float32), np.ones((3, 32), np.float32), np.float32(1)])
    def test_a_model_that_answers_in_the_wrong_shape_or_length_is_not_believed(
        self, wrong: np.ndarray, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        model = StubModel()
        monkeypatch.setattr(model, "encode_tokens", lambda tokens: np.asarray(wrong))

        async def story(batcher: Batcher) -> None:
            assert isinstance((await ask(batcher, "a"))[0], NotEmbedded)

        run(story, model)


class TestTheLimit:
    def test_a_full_queue_refuses_at_once_and_takes_again_when_there_is_room(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            accepted = asyncio.create_task(ask(batcher, *"abcd"))
            await until(lambda: batcher.held == 4)
            with pytest.raises(Busy) as refusal:
                await ask(batcher, "e")
            assert 1 <= refusal.value.retry_after_s <= 30
            model.gate.set()
            assert len(await accepted) == 4
            assert is_of((await ask(batcher, "e"))[0], "e")

        run(story, model, limit=4)

    def test_the_batch_class_leaves_a_quarter_of_the_places_to_interactive_requests(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            accepted = asyncio.create_task(ask(batcher, *"abcdef", priority=BATCH))
            await until(lambda: batcher.held == 6)
            with pytest.raises(Busy):
                await ask(batcher, "g", priority=BATCH)
            person = asyncio.create_task(ask(batcher, "h", "i"))
            await until(lambda: batcher.held == 8)
            model.gate.set()
            await asyncio.gather(accepted, person)

        run(story, model, limit=8)

    def test_a_client_that_goes_away_takes_its_items_along(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            first = asyncio.create_task(ask(batcher, "first"))
            await asyncio.sleep(0.02)
            leaving = asyncio.create_task(ask(batcher, "leaving", "leaving too"))
            staying = asyncio.create_task(ask(batcher, "staying"))
            await until(lambda: batcher.held == 4)
            leaving.cancel()
            await until(lambda: batcher.held == 2)
            model.gate.set()
            await asyncio.gather(first, staying)
            assert batcher.held == 0

        run(story, model)
        assert model.batches == [["first"], ["staying"]]
