"""The batcher answers every accepted item with its own vector, whatever happens to its neighbours."""

import asyncio
import math

import numpy as np
import pytest

from embedder.batching.batcher import Batcher
from embedder.errors import Busy, NotEmbedded, Reason
from tests.unit.embedder.stub_batcher import BATCH, ask, is_of, run, until
from tests.unit.embedder.stub_model import NAN, POISON, StubModel


class TestBatches:
    def test_alike_items_of_a_batch_are_embedded_once(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            answers = await ask(batcher, "a", "b", "a", "a", "b")
            assert all(is_of(answer, text) for answer, text in zip(answers, "abaab", strict=True))

        run(story, model)
        assert model.batches == [["a", "b"]]

    @pytest.mark.parametrize("texts", ["ab", "ba"])
    def test_what_is_being_embedded_at_this_moment_is_not_embedded_again(self, texts: str) -> None:
        model = StubModel(streams=2)

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            first = asyncio.create_task(ask(batcher, "a"))
            await until(lambda: model.waiting == 1)
            again = asyncio.create_task(ask(batcher, *texts))
            await until(lambda: model.waiting == 2)
            model.gate.set()
            assert is_of((await first)[0], "a")
            assert all(is_of(answer, text) for answer, text in zip(await again, texts, strict=True))

        run(story, model)
        assert sorted(model.batches) == [["a"], ["b"]]

    def test_what_waits_while_the_thread_is_busy_leaves_together_when_it_is_free(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            first = asyncio.create_task(ask(batcher, "first"))
            await until(lambda: model.waiting == 1)
            rest = [asyncio.create_task(ask(batcher, f"{number}")) for number in range(4)]
            await until(lambda: batcher.held == 5)
            model.gate.set()
            await asyncio.gather(first, *rest)

        run(story, model)
        assert model.batches == [["first"], ["0", "1", "2", "3"]]

    def test_what_waits_is_shared_out_among_the_threads_that_are_free(self) -> None:
        model = StubModel(streams=2)

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            asked = asyncio.create_task(ask(batcher, *"abcd"))
            await until(lambda: model.waiting == 2)
            model.gate.set()
            await asked

        run(story, model)
        assert sorted(model.batches) == [["a", "b"], ["c", "d"]]

    def test_a_batch_is_bounded_by_the_size_that_its_padding_makes_of_it(self) -> None:
        model = StubModel()
        texts = ["x" * 30, "y" * 10, "z" * 10, "v" * 31, "w" * 5]

        async def story(batcher: Batcher) -> None:
            answers = await ask(batcher, *texts)
            assert all(is_of(answer, text) for answer, text in zip(answers, texts, strict=True))

        run(story, model, batch_size=4, padded=64)
        assert model.batches == [["x" * 30, "v" * 31], ["y" * 10, "z" * 10, "w" * 5]]


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

    @pytest.mark.parametrize("place", [0, 5, 15])
    def test_the_bad_item_is_found_by_halving(self, place: int) -> None:
        model = StubModel()
        texts = [POISON if number == place else f"{number}" for number in range(16)]

        async def story(batcher: Batcher) -> None:
            answers = await ask(batcher, *texts)
            assert [isinstance(answer, NotEmbedded) for answer in answers] == [text == POISON for text in texts]

        run(story, model, batch_size=16)
        assert model.calls == 1 + 2 * math.log2(16)

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
            assert await ask(batcher) == []  # what asks for nothing needs no place
            model.gate.set()
            assert len(await accepted) == 4
            assert is_of((await ask(batcher, "e"))[0], "e")

        run(story, model, limit=4)

    def test_the_batch_class_leaves_a_quarter_of_the_places_to_interactive_requests(self) -> None:
        model = StubModel()

        async def story(batcher: Batcher) -> None:
            model.gate.clear()
            accepted = asyncio.create_task(ask(batcher, *"abcdef", terms=BATCH))
            await until(lambda: batcher.held == 6)
            with pytest.raises(Busy):
                await ask(batcher, "g", terms=BATCH)
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
            await until(lambda: model.waiting == 1)
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
